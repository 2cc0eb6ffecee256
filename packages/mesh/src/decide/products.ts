import type { ProductMetadata } from '../facts/fact.ts';
import { parseProductId, productId, subjectOf } from '../ids.ts';
import { domainsOf, findDomain, findTeam, productNameOf } from '../people/directory.ts';
import type { MeshState, Product } from '../state/mesh-state.ts';
import type { Command, DecisionContext } from './command.ts';
import type { Decision, Rejection } from './decision.ts';
import { decided, nothing, rejected } from './decision.ts';

type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

export const noSuchProduct = (product: string): Rejection =>
  rejected('NOT_FOUND', `There is no published product "${product}".`);

export function publishProduct(
  state: MeshState,
  { request, rules }: CommandOf<'publish-product'>,
  context: DecisionContext,
): Decision {
  const name = request.name ?? productNameOf(findDomain(state.directory, request.domain), request.topic);
  const id = productId({ domain: request.domain, name });
  const taken = state.products.get(id)?.id ?? state.productByTopic.get(request.topic);
  if (taken !== undefined)
    return rejected('ALREADY_EXISTS', `The topic ${request.topic} or the name ${id} is the product ${taken} already.`);
  const violations = rules.filter((rule) => !rule.passed && rule.severity !== 'warning');
  if (violations.length > 0)
    return {
      ...rejected(
        'REFUSED_BY_POLICY',
        `${violations.length === 1 ? 'One rule refuses' : `${violations.length} rules refuse`} to publish ${request.topic}: ${violations.map((rule) => rule.title.toLowerCase()).join(', ')}.`,
      ),
      violations,
    };
  if (parseProductId(id) === undefined)
    return rejected(
      'INVALID_REQUEST',
      `"${id}" cannot name a product: a domain of lower-case letters, digits, - and _, a dot, and a name of letters, digits, ., - and _.`,
    );
  const { owner, quality, sla } = request;
  if (owner === undefined || quality === undefined || sla === undefined)
    return rejected('INVALID_REQUEST', 'A product needs owner, quality and sla, whatever the policies say.');
  return decided(state, context, subjectOf.product(id), 'io.millrace.product.published', {
    domain: request.domain,
    name,
    topic: request.topic,
    major: 1,
    owner,
    description: request.description?.trim() ?? '',
    quality,
    sla,
    alignment: request.alignment ?? 'source',
    tags: request.tags ?? [],
    slaAcknowledged: request.slaAcknowledged ?? false,
    passed: rules.filter((rule) => rule.passed).map((rule) => rule.policy),
  });
}

export function updateProduct(
  state: MeshState,
  command: CommandOf<'update-product'>,
  context: DecisionContext,
): Decision {
  const product = state.products.get(command.product);
  if (product === undefined) return noSuchProduct(command.product);
  const forbidden = onlyItsDomain(state, product, context.actor);
  if (forbidden !== undefined) return forbidden;
  const { owner, description } = command.changes;
  if (owner !== undefined && findTeam(state.directory, owner) === undefined)
    return rejected('INVALID_REQUEST', `"${owner}" is not a team of this mesh.`);
  if (description !== undefined && description.trim() === '')
    return rejected('INVALID_REQUEST', 'The description may not be empty.');
  const changes = changesTo(product, command.changes);
  return Object.keys(changes).length === 0
    ? nothing
    : decided(state, context, subjectOf.product(product.id), 'io.millrace.product.updated', changes);
}

export function unpublishProduct(
  state: MeshState,
  { product: id, force }: CommandOf<'unpublish-product'>,
  context: DecisionContext,
): Decision {
  const product = state.products.get(id);
  if (product === undefined) return noSuchProduct(id);
  const forbidden = onlyItsDomain(state, product, context.actor);
  if (forbidden !== undefined) return forbidden;
  const consumers = product.consumers.map((consumer) => consumer.name);
  if (consumers.length > 0 && !force)
    return rejected(
      'HAS_CONSUMERS',
      `${id} has ${consumers.length} registered ${consumers.length === 1 ? 'consumer' : 'consumers'}: ${consumers.join(', ')}.`,
    );
  return decided(state, context, subjectOf.product(id), 'io.millrace.product.unpublished', {
    topic: product.topic,
    consumers,
  });
}

function onlyItsDomain(state: MeshState, product: Product, actor: string): Rejection | undefined {
  return domainsOf(state.directory, actor).includes(product.domain)
    ? undefined
    : rejected('FORBIDDEN', `${actor} is in no team of the domain ${product.domain}, which owns ${product.id}.`);
}

function changesTo(product: Product, wanted: Partial<ProductMetadata>): Partial<ProductMetadata> {
  const names = ['owner', 'description', 'quality', 'sla', 'alignment', 'tags'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = wanted[name];
      return value === undefined || JSON.stringify(value) === JSON.stringify(product[name]) ? [] : [[name, value]];
    }),
  );
}
