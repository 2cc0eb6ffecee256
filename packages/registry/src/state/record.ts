import type { EncodedRecord } from '../log/state-log.ts';
import type { Content, SchemaReference } from './content.ts';
import { isObject, type JsonObject } from './json.ts';

/** A schema's value on the topic. */
export interface SchemaValue extends Content {
  readonly id: number;
  /** Softly. */
  readonly deleted: boolean;
  /** The record's, in milliseconds since 1970. */
  readonly timestamp: number;
  /** Members that we do not know, kept when the record is written again. */
  readonly others?: JsonObject;
}

/**
 * The records of the compacted topic `_schemas`, in the format of Confluent's registry: key and value are JSON, the key names
 * what the value replaces, a null value takes it away. `subject: null` is the default context as a whole.
 */
export type RegistryRecord = (
  | { readonly kind: 'schema'; readonly subject: string; readonly version: number; readonly value: SchemaValue | null }
  | { readonly kind: 'config'; readonly subject: string | null; readonly value: JsonObject | null }
  | { readonly kind: 'mode'; readonly subject: string | null; readonly value: { readonly mode: string } | null }
  | { readonly kind: 'delete-subject'; readonly subject: string; readonly version: number | null }
  | { readonly kind: 'clear-subject'; readonly subject: string | null; readonly cleared: boolean }
  | { readonly kind: 'context'; readonly context: string; readonly exists: boolean }
  | { readonly kind: 'noop'; readonly maxIds: MaxIds | null }
) & {
  /** The key as the topic spells it, where that is not our spelling. */
  readonly spelling?: string;
};

/** The largest id that was ever given in each context. Others pass a NOOP over; so ids that nothing has any more are kept in it. */
export type MaxIds = Readonly<Record<string, number>>;

const decoder = new TextDecoder();

/** The key of a record in our spelling, which is Confluent's to the byte. */
export function keyText(record: RegistryRecord): string {
  return JSON.stringify(keyOf(record));
}

/** `spelling` is the key as the topic has it already. */
export function encodeRecord(record: RegistryRecord, spelling: string = keyText(record)): EncodedRecord {
  const value = valueOf(record);
  const timestamp = record.kind === 'schema' ? record.value?.timestamp : undefined;
  return {
    key: Buffer.from(spelling),
    value: value === null ? null : Buffer.from(JSON.stringify(value)),
    ...(timestamp === undefined ? {} : { timestamp }),
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
    case 'noop':
      return record.maxIds === null ? null : { maxIds: record.maxIds };
  }
}

function schemaJson(subject: string, version: number, value: SchemaValue): JsonObject {
  return {
    subject,
    version,
    id: value.id,
    ...(value.schemaType === 'AVRO' ? {} : { schemaType: value.schemaType }),
    ...(value.references.length === 0 ? {} : { references: value.references }),
    ...(value.metadata === undefined ? {} : { metadata: value.metadata }),
    ...(value.ruleSet === undefined ? {} : { ruleSet: value.ruleSet }),
    schema: value.schema,
    deleted: value.deleted,
    ...value.others,
  };
}

/** Reads a record of the topic; undefined for one that is not of this format or of a kind that came later. */
export function decodeRecord(
  key: Uint8Array | null,
  value: Uint8Array | null,
  timestamp: number,
): RegistryRecord | undefined {
  const spelling = key === null ? '' : decoder.decode(key);
  const names = jsonOf(spelling);
  const body = value === null || value.length === 0 ? null : jsonOf(decoder.decode(value));
  if (!isObject(names) || !(body === null || isObject(body))) return undefined;
  const record = recordOf(names, body, timestamp);
  if (record === undefined || keyText(record) === spelling) return record;
  return { ...record, spelling };
}

function recordOf(key: JsonObject, value: JsonObject | null, timestamp: number): RegistryRecord | undefined {
  const { keytype, subject = null, version, context } = key;
  if (keytype === 'NOOP') return { kind: 'noop', maxIds: maxIdsOf(value?.['maxIds']) };
  if (keytype === 'CONTEXT') {
    return isName(context) ? { kind: 'context', context, exists: value !== null } : undefined;
  }
  if (subject !== null && !isName(subject)) return undefined;
  switch (keytype) {
    case 'CONFIG':
      return { kind: 'config', subject, value: withoutSubject(value) };
    case 'MODE': {
      const mode = value?.['mode'];
      return { kind: 'mode', subject, value: typeof mode === 'string' ? { mode } : null };
    }
    case 'CLEAR_SUBJECT':
      return { kind: 'clear-subject', subject, cleared: value !== null };
    case 'DELETE_SUBJECT': {
      const upTo = value?.['version'];
      if (subject === null) return undefined;
      return { kind: 'delete-subject', subject, version: isNumber(upTo) ? upTo : null };
    }
    case 'SCHEMA': {
      const content = value === null ? null : schemaValue(value, timestamp);
      if (subject === null || !isNumber(version) || content === undefined) return undefined;
      return { kind: 'schema', subject, version, value: content };
    }
    default:
      return undefined;
  }
}

function schemaValue(json: JsonObject, timestamp: number): SchemaValue | undefined {
  const {
    subject: _subject,
    version: _version,
    id,
    schema,
    schemaType,
    references,
    metadata,
    ruleSet,
    deleted,
    ...others
  } = json;
  if (!isNumber(id) || typeof schema !== 'string') return undefined;
  return {
    id,
    schema,
    schemaType: typeof schemaType === 'string' ? schemaType : 'AVRO',
    references: Array.isArray(references) ? references.filter(isReference) : [],
    ...(isObject(metadata) ? { metadata } : {}),
    ...(isObject(ruleSet) ? { ruleSet } : {}),
    deleted: deleted === true,
    timestamp,
    ...(Object.keys(others).length === 0 ? {} : { others }),
  };
}

export function isReference(value: unknown): value is SchemaReference {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    typeof value['subject'] === 'string' &&
    typeof value['version'] === 'number'
  );
}

function withoutSubject(value: JsonObject | null): JsonObject | null {
  if (value === null) return null;
  const { subject: _subject, ...settings } = value;
  return settings;
}

function maxIdsOf(value: unknown): MaxIds | null {
  if (!isObject(value)) return null;
  const numbers = Object.entries(value).filter((entry): entry is [string, number] => isNumber(entry[1]));
  return Object.fromEntries(numbers);
}

/** A name of a subject or context: keys of the state end its parts with a NUL, which no name has. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

/** An id or version: a positive 32-bit integer. */
function isNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
