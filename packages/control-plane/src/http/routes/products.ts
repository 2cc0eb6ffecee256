import { MillraceError } from '@millrace/base';
import { findDomain, productId, productNameOf } from '@millrace/mesh';
import type { PublishRequest } from '@millrace/mesh';
import type { FastifyRequest } from 'fastify';
import type { MeshContext } from '../../context.ts';
import { need, productDetail } from '../../catalog/product-detail.ts';
import { newestEvents } from '../../catalog/samples.ts';
import type { Routes } from '../route.ts';
import { pageOf, ref } from '../shapes/common.ts';
import {
  IdParameter,
  ProductQuery,
  PublishRequest as PublishShape,
  SampleQuery,
  UnpublishQuery,
  UpdateRequest,
} from '../shapes/requests.ts';

const tag = 'products';

export function productRoutes(routes: Routes, context: MeshContext): void {
  const { catalog, live, cluster, schemas } = context;

  routes.add(
    {
      method: 'GET',
      path: '/products',
      summary: 'Find published products by text and facets.',
      tag,
      query: ProductQuery,
      answer: ref('ProductPage'),
    },
    ({ query }) => {
      live.attend();
      const page = catalog.list(query);
      void catalog.refreshSchemas(page.items.map(({ id }) => id)).then(() => catalog.sweepSchemas());
      return page;
    },
  );

  routes.add(
    {
      method: 'GET',
      path: '/products/:id',
      summary: 'One product with its live state, schema, rules and neighbours.',
      tag,
      params: IdParameter,
      answer: ref('ProductDetail'),
    },
    async ({ params, reply }) => {
      const detail = await productDetail(context, need(context, params.id));
      void reply.header('etag', `"${detail.version}"`);
      return detail;
    },
  );

  routes.add(
    {
      method: 'GET',
      path: '/products/:id/samples',
      summary: 'The newest events, decoded.',
      tag,
      params: IdParameter,
      query: SampleQuery,
      answer: pageOf(ref('SampleEvent')),
    },
    async ({ params, query }) => ({
      items: await newestEvents(cluster, schemas, need(context, params.id).topic, query.limit),
    }),
  );
}

export function publishingRoutes(routes: Routes, context: MeshContext): void {
  const { store, catalog, gate } = context;

  routes.add(
    {
      method: 'POST',
      path: '/products',
      summary: 'Publish a topic as a product, through the gate.',
      tag,
      body: PublishShape,
      status: 201,
      answer: ref('ProductDetail'),
    },
    async ({ body, actor, reply }) => {
      const rules = await gate.check(body, actor, 0);
      await store.execute({ kind: 'publish-product', request: body, rules }, { actor });
      const product = need(context, idOf(context, body));
      await catalog.refreshSchemas([product.id]);
      void reply.header('location', `/api/v1/products/${encodeURIComponent(product.id)}`);
      return productDetail(context, product);
    },
  );

  routes.add(
    {
      method: 'POST',
      path: '/products:check',
      summary: 'Ask the gate without publishing.',
      tag,
      body: PublishShape,
      answer: pageOf(ref('RuleResult')),
    },
    async ({ body, actor }) => ({ items: await gate.check(body, actor) }),
  );

  routes.add(
    {
      method: 'PATCH',
      path: '/products/:id',
      summary: 'Change the metadata of a product. With If-Match only the version that it names.',
      tag,
      params: IdParameter,
      body: UpdateRequest,
      answer: ref('ProductDetail'),
    },
    async ({ params, body, actor, request }) => {
      const command = { kind: 'update-product', product: params.id, changes: body } as const;
      await store.execute(command, { actor, ...expectedVersion(request) });
      return productDetail(context, need(context, params.id));
    },
  );

  routes.add(
    {
      method: 'DELETE',
      path: '/products/:id',
      summary: 'Take a product out of the mesh. Its topic stays.',
      tag,
      params: IdParameter,
      query: UnpublishQuery,
    },
    async ({ params, query, actor, request }) => {
      const command = { kind: 'unpublish-product', product: params.id, force: query.force } as const;
      await store.execute(command, { actor, ...expectedVersion(request) });
    },
  );
}

const idOf = ({ store }: MeshContext, { domain, name, topic }: PublishRequest): string =>
  productId({ domain, name: name ?? productNameOf(findDomain(store.state.directory, domain), topic) });

/** `If-Match: "7"`, as the ETag of the product was. */
function expectedVersion(request: FastifyRequest): { readonly version?: number } {
  const match = request.headers['if-match'];
  if (match === undefined || match === '*') return {};
  const version = /^"?(\d+)"?$/.exec(match)?.[1];
  if (version === undefined)
    throw new MillraceError('INVALID_REQUEST', `If-Match must be the ETag of the product, not ${match}.`);
  return { version: Number(version) };
}
