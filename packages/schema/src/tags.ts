import type { SchemaField } from './fields.ts';
import type { ParsedSchema } from './schema-kind.ts';
import { schemaKind } from './schema-kinds.ts';
import { matchesWildcard } from './wildcard.ts';

export type TagClass = 'pii' | 'financial' | 'other';

/** A tag as the schema or its metadata spells it, and the class that its name puts it in. */
export interface FieldTag {
  readonly name: string;
  readonly class: TagClass;
}

export interface TaggedField {
  /** As `SchemaField.path`: `customer.email`. Empty for the record as a whole. */
  readonly path: string;
  readonly tags: readonly FieldTag[];
}

/** Tags that a registry keeps beside the schema: patterns of full field names, each with tags. */
export interface TagMetadata {
  readonly tags?: Readonly<Record<string, readonly string[]>>;
}

/** Words that tell the class, in any case and among others: `PII`, `gdpr-relevant`, `PersonalData`. */
const words: Readonly<Record<Exclude<TagClass, 'other'>, readonly string[]>> = {
  pii: 'pii spii phi personal sensitive private confidential gdpr hipaa ccpa'.split(' '),
  financial: 'financial finance pci payment payments banking credit iban'.split(' '),
};

export function tagClass(name: string): TagClass {
  const parts = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  if (parts.some((part) => words.pii.includes(part))) return 'pii';
  return parts.some((part) => words.financial.includes(part)) ? 'financial' : 'other';
}

/**
 * Every field that is tagged, by the schema itself (`confluent:tags` in Avro and JSON Schema, `confluent.field_meta` in Protobuf) or
 * by its metadata, in the order of the schema. Patterns (see `matchesWildcard`) match the full name of a field: `shop.Order.email` by its record in Avro and Protobuf, `$.customer.email` or
 * `Customer.email` by its path and the title in JSON Schema.
 */
export function taggedFields(schema: ParsedSchema, metadata: TagMetadata = {}): readonly TaggedField[] {
  const kind = schemaKind(schema.type);
  if (kind === undefined) return [];
  const patterns = Object.entries(metadata.tags ?? {}).map(([pattern, tags]) => ({ pattern, tags }));
  const title = kind.recordName(schema);
  const found: TaggedField[] = [];
  const add = (path: string, own: readonly string[], fullNames: readonly string[]): void => {
    const matching = patterns.filter(({ pattern }) => fullNames.some((name) => matchesWildcard(name, pattern)));
    const names = new Set([...own, ...matching.flatMap(({ tags }) => tags)]);
    if (names.size > 0) found.push({ path, tags: [...names].map((name) => ({ name, class: tagClass(name) })) });
  };
  const walk = (fields: readonly SchemaField[]): void => {
    for (const field of fields) {
      add(field.path, field.tags, fullNamesOf(field, title));
      walk(field.fields ?? []);
    }
  };
  add('', kind.tags(schema), title === undefined ? [] : [title]);
  walk(kind.describe(schema));
  return found;
}

function fullNamesOf({ record, name, path }: SchemaField, title: string | undefined): readonly string[] {
  if (record !== undefined) return [`${record}.${name}`];
  return title === undefined ? [`$.${path}`] : [`$.${path}`, `${title}.${path}`];
}
