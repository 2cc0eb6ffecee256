import { MillraceError } from '@millrace/base';
import { neighbours, subjectOf, versionOf } from '@millrace/mesh';
import type { Product, ProductDetail, ProductSchema, PublishRequest } from '@millrace/mesh';
import { topicSubject } from '@millrace/schema';
import type { MeshContext } from '../context.ts';
import { enforcementOf } from './enforcement.ts';
import { newestEvents, withExamples } from './samples.ts';

/** The published product, or NOT_FOUND. */
export function need({ store }: MeshContext, id: string): Product {
  const product = store.state.products.get(id);
  if (product === undefined) throw new MillraceError('NOT_FOUND', `There is no published product "${id}".`);
  return product;
}

/** The product with all that is known of it now. */
export async function productDetail(context: MeshContext, product: Product): Promise<ProductDetail> {
  const { catalog, gate, live, lineage, schemas, cluster, store } = context;
  live.attend();
  const [topics, schema, keySchema, graph] = await Promise.all([
    cluster.topics(),
    schemas.shownSchema(product.topic, 'value'),
    schemas.shownSchema(product.topic, 'key'),
    lineage.graph(),
    live.refresh([product.topic]),
  ]);
  const [newest] = await newestEvents(cluster, schemas, product.topic, 1).catch(() => []);
  const node = subjectOf.product(product.id);
  const keyedBy = recordKey(keySchema) ?? (await lineage.keyColumn(product.topic)) ?? (keySchema && 'key');
  return {
    ...catalog.summary(product),
    major: product.major,
    version: versionOf(store.state, node),
    publishedBy: product.publishedBy,
    ...(keyedBy === undefined ? {} : { keyedBy }),
    schema: withExamples(schema ?? missingSchema(product.topic), newest),
    enforcement: enforcementOf(live.configs(product.topic)),
    rules: gate.judge(formOf(product), product.publishedBy, {
      topic: topics.find(({ name }) => name === product.topic),
      schema,
    }),
    upstream: neighbours(graph, node, 'up'),
    downstream: neighbours(graph, node, 'down'),
  };
}

/** The product as it would be published again. */
const formOf = (product: Product): PublishRequest => {
  const { topic, domain, name, owner, description, quality, sla, alignment, tags, slaAcknowledged } = product;
  return { topic, domain, name, owner, description, quality, sla, alignment, tags, slaAcknowledged };
};

/** What stands for a schema that was deleted from the registry; the rules tell it. */
const missingSchema = (topic: string): ProductSchema => ({
  subject: topicSubject(topic, 'value'),
  id: 0,
  version: 0,
  type: 'AVRO',
  text: '',
  fields: [],
});

/** The fields of a key that is a record; a bare key has no name of its own. */
const recordKey = (schema: ProductSchema | undefined): string | undefined =>
  schema !== undefined && hasFields(schema) ? schema.fields.map(({ name }) => name).join(', ') : undefined;

const hasFields = ({ type, text }: ProductSchema): boolean =>
  type === 'PROTOBUF' || (type === 'AVRO' ? /"type"\s*:\s*"record"/ : /"properties"\s*:/).test(text);
