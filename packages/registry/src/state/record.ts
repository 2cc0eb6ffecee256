import type { EncodedRecord } from '../log/state-log.ts';
import type { Content } from './content.ts';
import type { AssociationPlace, Association } from './association.ts';
import type { JsonObject } from './json.ts';

/** A schema's value on the topic. */
export interface SchemaValue extends Content {
  readonly id: number;
  /** Its guid, where that is known already. */
  readonly guid?: string;
  /** Softly. */
  readonly deleted: boolean;
  /** The record's, in milliseconds since 1970. */
  readonly timestamp: number;
  /** Whether a registry wrote it that never gives an id again; see `ownHeader`. */
  readonly isOurs?: boolean;
  /** Whether it has the form that Karapace writes; see `karapace.ts`. */
  readonly isKarapaces?: boolean;
  /** Members that we do not know, kept when the record is written again. */
  readonly others?: JsonObject;
}

/** The header that our records of versions have. Other programs pass it over; theirs do not have it. */
export const ownHeader = 'millrace.registry';

export interface SchemaRecord {
  readonly kind: 'schema';
  readonly subject: string;
  readonly version: number;
  readonly value: SchemaValue | null;
}

/**
 * The records of the compacted topic `_schemas`, in the format of Confluent's registry: key and value are JSON, the key names
 * what the value replaces, a null value takes it away. `subject: null` is the default context as a whole.
 */
export type RegistryRecord = (
  | SchemaRecord
  | { readonly kind: 'config'; readonly subject: string | null; readonly value: JsonObject | null }
  | { readonly kind: 'mode'; readonly subject: string | null; readonly value: { readonly mode: string } | null }
  | { readonly kind: 'delete-subject'; readonly subject: string; readonly version: number | null }
  | { readonly kind: 'clear-subject'; readonly subject: string | null; readonly cleared: boolean }
  | { readonly kind: 'context'; readonly context: string; readonly exists: boolean }
  | { readonly kind: 'association'; readonly place: AssociationPlace; readonly value: Association | null }
  | { readonly kind: 'noop'; readonly maxIds: MaxIds | null }
) & {
  /** The key as the topic spells it, where that is not our spelling. */
  readonly spelling?: string;
};

/** The largest id that was ever given in each context. Others pass a NOOP over; so ids that nothing has any more are kept in it. */
export type MaxIds = Readonly<Record<string, number>>;

/** The key of a record in our spelling, which is Confluent's to the byte. */
export function keyText(record: RegistryRecord): string {
  return JSON.stringify(keyOf(record));
}

/** `spelling` is the key as the topic has it already. */
export function encodeRecord(record: RegistryRecord, spelling: string = keyText(record)): EncodedRecord {
  const value = valueOf(record);
  const version = record.kind === 'schema' ? record.value : null;
  return {
    key: Buffer.from(spelling),
    value: value === null ? null : Buffer.from(JSON.stringify(value)),
    ...(version === null ? {} : { timestamp: version.timestamp, headers: [[ownHeader, null]] }),
  };
}

function keyOf(record: RegistryRecord): JsonObject {
  switch (record.kind) {
    case 'schema':
      return { keytype: 'SCHEMA', subject: record.subject, version: record.version, magic: 1 };
    case 'config':
      return { keytype: 'CONFIG', subject: record.subject, magic: 0 };
    case 'mode':
      return { keytype: 'MODE', subject: record.subject, magic: 0 };
    case 'delete-subject':
      return { keytype: 'DELETE_SUBJECT', subject: record.subject, magic: 0 };
    case 'clear-subject':
      return { keytype: 'CLEAR_SUBJECT', subject: record.subject, magic: 0 };
    case 'context':
      return { keytype: 'CONTEXT', tenant: 'default', context: record.context, magic: 0 };
    case 'association': {
      const { resourceName, resourceNamespace, resourceType, associationType, subject } = record.place;
      const resource = { resourceName, resourceNamespace, resourceType };
      return { keytype: 'ASSOC', tenant: 'default', ...resource, associationType, subject, magic: 0 };
    }
    case 'noop':
      return { keytype: 'NOOP', magic: 0 };
  }
}

function valueOf(record: RegistryRecord): JsonObject | null {
  switch (record.kind) {
    case 'schema':
      return record.value === null ? null : schemaJson(record.subject, record.version, record.value);
    case 'config':
    case 'mode':
      if (record.value === null || record.subject === null) return record.value;
      return { subject: record.subject, ...record.value };
    case 'delete-subject':
      return record.version === null ? null : { subject: record.subject, version: record.version };
    case 'clear-subject':
      return record.cleared ? { subject: record.subject } : null;
    case 'context':
      return record.exists ? { tenant: 'default', context: record.context } : null;
    case 'association':
      return record.value === null ? null : { tenant: 'default', ...record.value };
    case 'noop':
      return record.maxIds === null ? null : { maxIds: record.maxIds };
  }
}

function schemaJson(subject: string, version: number, value: SchemaValue): JsonObject {
  const { id, schema, deleted, others } = value;
  const type = value.schemaType === 'AVRO' ? {} : { schemaType: value.schemaType };
  const references = value.references.length === 0 ? {} : { references: value.references };
  // So that its form is still seen when only this record is left.
  if (value.isKarapaces) return { subject, version, id, schema, deleted, ...references, ...type, ...others };
  return {
    subject,
    version,
    id,
    ...type,
    ...references,
    ...(value.metadata === undefined ? {} : { metadata: value.metadata }),
    ...(value.ruleSet === undefined ? {} : { ruleSet: value.ruleSet }),
    schema,
    deleted,
    ...others,
  };
}
