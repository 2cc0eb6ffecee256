import { MillraceError, unreachable } from '@millrace/base';
import type { ParsedAvro } from '../avro/avro-kind.ts';
import type { ParsedJson } from '../json-schema/json-kind.ts';
import type { ParsedProtobuf } from '../protobuf/parsed.ts';
import type { ParsedSchema } from '../schema-kind.ts';
import { retagAvro } from './retag-avro.ts';
import { retagJson } from './retag-json.ts';
import { retagProtobuf } from './retag-protobuf.ts';
import type { SchemaEntity } from './tagged-entities.ts';

/** Tags to be written into a schema at one of its records or fields, and those to be taken out there. */
export interface TagChange extends SchemaEntity {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** The tags of an entity after the changes; it goes by any of the names. */
export type TagsAfter = (
  kind: SchemaEntity['kind'],
  names: readonly string[],
  before: readonly string[],
) => readonly string[];

/**
 * The text of a schema with tags added to it and taken out of it.
 * @throws MillraceError SCHEMA_INVALID when it has no such record or field
 */
export function retag(schema: ParsedSchema, changes: readonly TagChange[]): string {
  const { text, missed } = retagged(schema, changes);
  if (missed === undefined) return text;
  throw new MillraceError(
    'SCHEMA_INVALID',
    `The schema has no ${missed.kind} "${missed.path}" whose tags could be changed.`,
  );
}

/** The text of a schema with the tags that another has, where it has the same records and fields. */
export function withTagsOf(
  schema: ParsedSchema,
  tagged: readonly (SchemaEntity & { readonly tags: readonly string[] })[],
): string {
  const changes = tagged.map(({ path, kind, tags }) => ({ path, kind, add: tags, remove: [] }));
  return retagged(schema, changes).text;
}

function retagged(
  schema: ParsedSchema,
  changes: readonly TagChange[],
): { readonly text: string; readonly missed: TagChange | undefined } {
  const met = new Set<TagChange>();
  const after: TagsAfter = (kind, names, before) => {
    const tags = new Set(before);
    for (const change of changes) {
      if (change.kind !== kind || !names.includes(change.path.replace(/^\./, ''))) continue;
      met.add(change);
      for (const tag of change.add) tags.add(tag);
      for (const tag of change.remove) tags.delete(tag);
    }
    return [...tags];
  };
  const text = textAfter(schema, after);
  return { text, missed: changes.find((change) => !met.has(change)) };
}

function textAfter(schema: ParsedSchema, after: TagsAfter): string {
  switch (schema.type) {
    case 'AVRO':
      return retagAvro(schema as ParsedAvro, after);
    case 'JSON':
      return retagJson(schema as ParsedJson, after);
    case 'PROTOBUF':
      return retagProtobuf(schema as ParsedProtobuf, after);
    default:
      return unreachable(schema.type);
  }
}
