import type { SchemaField } from '../fields.ts';
import type { ParsedSchema } from '../schema-kind.ts';
import { schemaKind } from '../schema-kinds.ts';

/**
 * A record (or message, or object) or one of its fields, by the path that registries call it: `shop.Order.email` by the full name of
 * its record, in JSON Schema `object.customer.object.email` by the way to it.
 */
export interface SchemaEntity {
  readonly path: string;
  readonly kind: 'record' | 'field';
}

/** Every record at the top and every field that has tags in the schema itself, in the order of the schema. */
export function taggedEntities(schema: ParsedSchema): readonly (SchemaEntity & { readonly tags: readonly string[] })[] {
  const kind = schemaKind(schema.type);
  if (kind === undefined) return [];
  const name = schema.type === 'JSON' ? 'object' : (kind.recordName(schema) ?? '');
  const fields = flattened(kind.describe(schema)).map((field) => ({
    path: pathOf(field),
    kind: 'field' as const,
    tags: field.tags,
  }));
  const entities = [{ path: name, kind: 'record' as const, tags: kind.tags(schema) }, ...fields];
  return entities.filter(({ tags }) => tags.length > 0);
}

function flattened(fields: readonly SchemaField[]): readonly SchemaField[] {
  return fields.flatMap((field) => [field, ...flattened(field.fields ?? [])]);
}

function pathOf({ record, name, path }: SchemaField): string {
  return record === undefined ? `object.${path.replaceAll('.', '.object.')}` : `${record}.${name}`;
}
