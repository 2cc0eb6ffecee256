import type { Fact, FactOf, ForeignFact } from '../facts/fact.ts';
import { isKnown } from '../facts/parse-fact.ts';
import { productId } from '../ids.ts';
import type { MeshState, Product } from './mesh-state.ts';
import { versionOf } from './mesh-state.ts';

/**
 * Folds one fact into the state, in the order of the log. The same state comes back, by identity, when the fact is refused:
 * its decision was made on a version that another fact has replaced, or what it changes is not there. Every reader refuses
 * the same facts, which is all the coordination that several control planes need.
 */
export function apply(state: MeshState, fact: Fact | ForeignFact): MeshState {
  const version = versionOf(state, fact.subject);
  if (fact.expectedversion !== version) return state;
  const changed = isKnown(fact) ? change(state, fact) : state;
  return changed === undefined ? state : { ...changed, versions: state.versions.set(fact.subject, version + 1) };
}

/** The state after the fact, or nothing when the fact cannot hold. */
function change(state: MeshState, fact: Fact): MeshState | undefined {
  switch (fact.type) {
    case 'io.millrace.product.published':
      return published(state, fact);
    case 'io.millrace.product.updated':
      return withProduct(state, fact.subject, (product) => ({ ...product, ...fact.data }));
    case 'io.millrace.product.unpublished':
      return unpublished(state, fact);
    case 'io.millrace.consumer.registered':
      return withProduct(state, fact.subject, (product) => consumerRegistered(product, fact));
    case 'io.millrace.consumer.removed':
      return withProduct(state, fact.subject, (product) => ({
        ...product,
        consumers: product.consumers.filter((consumer) => consumer.id !== fact.data.id),
      }));
    case 'io.millrace.query.created':
      return { ...state, queries: state.queries.set(fact.data.queryId, recordedQuery(fact)) };
    case 'io.millrace.query.terminated':
      return { ...state, queries: state.queries.delete(fact.data.queryId) };
    case 'io.millrace.directory.adopted':
      return { ...state, directory: fact.data.directory, directoryOrigin: fact.data.origin };
    case 'io.millrace.policies.adopted':
      return { ...state, policies: fact.data.policies, policiesOrigin: fact.data.origin };
    // What a topic is set to is the cluster's to say.
    case 'io.millrace.topic.enforced':
    case 'io.millrace.statement.executed':
      return state;
  }
}

function published(state: MeshState, fact: FactOf<'io.millrace.product.published'>): MeshState | undefined {
  const { passed: _, ...data } = fact.data;
  const id = productId(data);
  if (state.products.has(id) || state.productByTopic.has(data.topic)) return undefined;
  const product: Product = {
    ...data,
    id,
    status: 'published',
    publishedAt: fact.time,
    publishedBy: fact.actor,
    consumers: [],
  };
  return {
    ...state,
    products: state.products.set(id, product),
    productByTopic: state.productByTopic.set(data.topic, id),
  };
}

function unpublished(state: MeshState, fact: FactOf<'io.millrace.product.unpublished'>): MeshState | undefined {
  const product = productOf(state, fact.subject);
  return product === undefined
    ? undefined
    : {
        ...state,
        products: state.products.delete(product.id),
        productByTopic: state.productByTopic.delete(product.topic),
      };
}

function consumerRegistered(product: Product, fact: FactOf<'io.millrace.consumer.registered'>): Product | undefined {
  const { id, name, purpose, group } = fact.data;
  if (product.consumers.some((consumer) => consumer.id === id)) return undefined;
  const consumer = {
    id,
    name,
    product: product.id,
    purpose,
    group,
    registeredAt: fact.time,
    registeredBy: fact.actor,
  };
  return { ...product, consumers: [...product.consumers, consumer] };
}

const recordedQuery = ({ data, actor, time }: FactOf<'io.millrace.query.created'>) => ({
  id: data.queryId,
  statement: data.statement,
  sources: data.sources,
  ...(data.sink === undefined ? {} : { sink: data.sink }),
  createdBy: actor,
  createdAt: time,
});

const productOf = (state: MeshState, subject: string): Product | undefined =>
  state.products.get(subject.slice('product:'.length));

function withProduct(
  state: MeshState,
  subject: string,
  replace: (product: Product) => Product | undefined,
): MeshState | undefined {
  const product = productOf(state, subject);
  const replaced = product === undefined ? undefined : replace(product);
  return replaced === undefined ? undefined : { ...state, products: state.products.set(replaced.id, replaced) };
}
