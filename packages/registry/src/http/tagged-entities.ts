import { schemaKind, type SchemaField } from '@millrace/schema';
import type { JsonObject } from '../state/json.ts';
import type { Identified } from '../state/registry-state.ts';
import type { Registry } from './registry.ts';

/** The records and fields of a schema that have one of the tags in the text itself; `*` is any tag. */
export function taggedEntities(
  { store, parsed }: Registry,
  subject: string,
  content: Identified,
  wanted: readonly string[],
): readonly JsonObject[] {
  const schema = parsed.of(store.state, subject, content);
  const kind = schemaKind(schema.type);
  if (kind === undefined) return [];
  const isWanted = (tags: readonly string[]): boolean =>
    tags.some((tag) => wanted.includes('*') || wanted.includes(tag));
  const root = kind.recordName(schema) ?? 'object';
  const fields = flattened(kind.describe(schema)).map((field) => ({
    path: pathOf(field, root),
    type: 'sr_field',
    tags: field.tags,
  }));
  return [{ path: root, type: 'sr_record', tags: kind.tags(schema) }, ...fields]
    .filter(({ tags }) => isWanted(tags))
    .map(({ path, type, tags }) => ({ schemaEntity: { entityPath: path, entityType: type }, tags }));
}

function flattened(fields: readonly SchemaField[]): readonly SchemaField[] {
  return fields.flatMap((field) => [field, ...flattened(field.fields ?? [])]);
}

/** A field of a record by the record's full name; of an object by the way to it. */
function pathOf({ record, name, path }: SchemaField, root: string): string {
  return `${record ?? root}.${record === undefined ? path : name}`;
}
