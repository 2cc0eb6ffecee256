import { MillraceError } from '@millrace/base';
import { productOfConsumer, snippets } from '@millrace/mesh';
import type { Connection, Consumer, RegisteredConsumer } from '@millrace/mesh';
import { topicSubject } from '@millrace/schema';
import { need } from '../../catalog/product-detail.ts';
import type { MeshContext } from '../../context.ts';
import type { Routes } from '../route.ts';
import { pageOf, ref } from '../shapes/common.ts';
import { ConnectionQuery, IdParameter, RegisterConsumerRequest } from '../shapes/requests.ts';

const tag = 'consumers';

export function consumerRoutes(routes: Routes, context: MeshContext): void {
  const { store } = context;

  routes.add(
    {
      method: 'GET',
      path: '/consumers',
      summary: 'Every registration: who reads what, and why.',
      tag,
      answer: pageOf(ref('Consumer')),
    },
    () => ({ items: [...store.state.products.values()].flatMap(({ consumers }) => consumers).sort(byMoment) }),
  );

  routes.add(
    {
      method: 'GET',
      path: '/products/:id/consumers',
      summary: 'The registered consumers of a product.',
      tag,
      params: IdParameter,
      answer: pageOf(ref('Consumer')),
    },
    ({ params }) => ({ items: need(context, params.id).consumers }),
  );

  routes.add(
    {
      method: 'POST',
      path: '/products/:id/consumers',
      summary: 'Register as a consumer of a product.',
      tag,
      params: IdParameter,
      body: RegisterConsumerRequest,
      status: 201,
      answer: ref('Consumer'),
    },
    async ({ params, body, actor }) => {
      const [fact] = await store.execute({ kind: 'register-consumer', product: params.id, request: body }, { actor });
      return registered(context, params.id, fact?.type === 'io.millrace.consumer.registered' ? fact.data.id : '');
    },
  );

  routes.add(
    {
      method: 'DELETE',
      path: '/consumers/:id',
      summary: 'End a registration.',
      tag,
      params: IdParameter,
    },
    async ({ params, actor }) => {
      await store.execute({ kind: 'remove-consumer', consumer: params.id }, { actor });
    },
  );

  routes.add(
    {
      method: 'GET',
      path: '/products/:id/connection',
      summary: 'All that a client needs to read the product.',
      tag,
      params: IdParameter,
      query: ConnectionQuery,
      answer: ref('Connection'),
    },
    ({ params, query }) => connection(context, params.id, query.consumer),
  );
}

const byMoment = (left: Consumer, right: Consumer): number => left.registeredAt.localeCompare(right.registeredAt);

function registered(context: MeshContext, product: string, id: string): RegisteredConsumer {
  const consumer = need(context, product).consumers.find((each) => each.id === id);
  if (consumer === undefined)
    throw new MillraceError('NOT_FOUND', `There is no consumer "${id}" of ${product}; it may just have been removed.`);
  return consumer;
}

async function connection(context: MeshContext, id: string, consumer: string | undefined): Promise<Connection> {
  const { topic } = need(context, id);
  if (consumer !== undefined && productOfConsumer(consumer) !== id)
    throw new MillraceError('INVALID_REQUEST', `"${consumer}" is no consumer of ${id}, but of another product.`);
  // Somebody who only looks reads as a group that no registration has.
  const group = consumer === undefined ? `try-out.${id}` : registered(context, id, consumer).group;
  const [value, key] = await Promise.all([
    context.schemas.shownSchema(topic, 'value'),
    context.schemas.shownSchema(topic, 'key'),
  ]);
  const subject = topicSubject(topic, 'value');
  const common = { bootstrap: context.bootstrap, topic, registry: context.registry.url, group };
  const read = { value: value ?? { type: 'AVRO', subject }, ...(key === undefined ? {} : { key }) } as const;
  return { ...common, subject, snippets: snippets({ ...common, ...read }) };
}
