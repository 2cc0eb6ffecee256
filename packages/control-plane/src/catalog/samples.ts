import type { ProductSchema, SampleEvent, SchemaField } from '@millrace/mesh';
import type { Cluster, StoredRecord } from '../ports/cluster.ts';
import { jsonSafe, rawValue } from './raw-value.ts';
import type { SchemaCatalog } from './schema-catalog.ts';

/** The newest events of a topic, decoded by the schemas that wrote them. */
export async function newestEvents(
  cluster: Cluster,
  schemas: SchemaCatalog,
  topic: string,
  limit: number,
): Promise<readonly SampleEvent[]> {
  const records = await cluster.newestRecords(topic, limit);
  return Promise.all(records.map((record) => decoded(record, schemas)));
}

async function decoded(record: StoredRecord, schemas: SchemaCatalog): Promise<SampleEvent> {
  const [key, value] = await Promise.all([part(record, 'key', schemas), part(record, 'value', schemas)]);
  return {
    partition: record.partition,
    offset: record.offset,
    timestamp: new Date(record.timestamp).toISOString(),
    key,
    value,
    sizeBytes: (record.key?.length ?? 0) + (record.value?.length ?? 0),
  };
}

async function part(record: StoredRecord, name: 'key' | 'value', schemas: SchemaCatalog): Promise<unknown> {
  const bytes = record[name];
  if (bytes === null) return null;
  const decoded = await schemas.decode(bytes, record.headers, name);
  return decoded === 'undecoded' ? rawValue(bytes) : jsonSafe(decoded.value);
}

const exampleLengthMax = 80;

/** The schema with a value of the event beside each field. */
export const withExamples = (schema: ProductSchema, event: SampleEvent | undefined): ProductSchema =>
  event === undefined ? schema : { ...schema, fields: fieldsWith(schema.fields, event.value) };

const fieldsWith = (fields: readonly SchemaField[], value: unknown): readonly SchemaField[] =>
  fields.map((field) => {
    const own: unknown =
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string, unknown>>)[field.name]
        : undefined;
    const example = own === undefined || own === null || typeof own === 'object' ? undefined : shortText(own);
    return {
      ...field,
      ...(example === undefined ? {} : { example }),
      ...(field.fields === undefined
        ? {}
        : { fields: fieldsWith(field.fields, Array.isArray(own) ? (own as readonly unknown[])[0] : own) }),
    };
  });

function shortText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > exampleLengthMax ? `${text.slice(0, exampleLengthMax - 1)}…` : text;
}
