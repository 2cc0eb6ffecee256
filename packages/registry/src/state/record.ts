import type { Content, SchemaReference } from './content.ts';
import { isObject, type JsonObject } from './json.ts';

/** A schema's value on the topic. Members that we do not know are dropped. */
export interface SchemaValue extends Content {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly deleted: boolean;
}

/**
 * The records of the compacted topic `_schemas`, in the format of Confluent's registry: key and value are JSON, the key names
 * what the value replaces, a null value takes it away. `subject: null` is the registry as a whole.
 */
export type RegistryRecord =
  | { readonly kind: 'schema'; readonly subject: string; readonly version: number; readonly value: SchemaValue | null }
  | { readonly kind: 'config'; readonly subject: string | null; readonly value: JsonObject | null }
  | { readonly kind: 'mode'; readonly subject: string | null; readonly value: { readonly mode: string } | null }
  | { readonly kind: 'delete-subject'; readonly subject: string; readonly version: number | null }
  | { readonly kind: 'clear-subject'; readonly subject: string; readonly cleared: boolean }
  | { readonly kind: 'noop' };

export interface EncodedRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

const decoder = new TextDecoder();

export function encodeRecord(record: RegistryRecord): EncodedRecord {
  const key = Buffer.from(JSON.stringify(keyOf(record)));
  const value = valueOf(record);
  return { key, value: value === null ? null : Buffer.from(JSON.stringify(value)) };
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
    case 'noop':
      return { keytype: 'NOOP', magic: 0 };
  }
}

function valueOf(record: RegistryRecord): JsonObject | null {
  switch (record.kind) {
    case 'schema':
      return record.value === null ? null : schemaJson(record.value);
    case 'config':
    case 'mode':
      return record.value;
    case 'delete-subject':
      return record.version === null ? null : { subject: record.subject, version: record.version };
    case 'clear-subject':
      return record.cleared ? { subject: record.subject } : null;
    case 'noop':
      return null;
  }
}

function schemaJson(value: SchemaValue): JsonObject {
  return {
    subject: value.subject,
    version: value.version,
    id: value.id,
    ...(value.schemaType === 'AVRO' ? {} : { schemaType: value.schemaType }),
    ...(value.references.length === 0 ? {} : { references: value.references }),
    ...(value.metadata === undefined ? {} : { metadata: value.metadata }),
    ...(value.ruleSet === undefined ? {} : { ruleSet: value.ruleSet }),
    schema: value.schema,
    deleted: value.deleted,
  };
}

/** Reads a record of the topic; undefined for one that is not of this format or of a kind that came later. */
export function decodeRecord(key: Uint8Array | null, value: Uint8Array | null): RegistryRecord | undefined {
  const names = jsonOf(key);
  if (!isObject(names)) return undefined;
  const subject = typeof names['subject'] === 'string' ? names['subject'] : null;
  const body = jsonOf(value);
  const content = isObject(body) ? body : null;
  if (value !== null && content === null) return undefined;
  switch (names['keytype']) {
    case 'SCHEMA': {
      const version = names['version'];
      if (subject === null || typeof version !== 'number') return undefined;
      if (content === null) return { kind: 'schema', subject, version, value: null };
      const read = schemaValue(subject, version, content);
      return read === undefined ? undefined : { kind: 'schema', subject, version, value: read };
    }
    case 'CONFIG':
      return { kind: 'config', subject, value: content };
    case 'MODE': {
      const mode = content?.['mode'];
      return { kind: 'mode', subject, value: typeof mode === 'string' ? { mode } : null };
    }
    case 'DELETE_SUBJECT': {
      const version = content?.['version'];
      return subject === null
        ? undefined
        : { kind: 'delete-subject', subject, version: typeof version === 'number' ? version : null };
    }
    case 'CLEAR_SUBJECT':
      return subject === null ? undefined : { kind: 'clear-subject', subject, cleared: content !== null };
    case 'NOOP':
      return { kind: 'noop' };
    default:
      return undefined;
  }
}

function schemaValue(subject: string, version: number, json: JsonObject): SchemaValue | undefined {
  const { id, schema, schemaType, references, metadata, ruleSet, deleted } = json as Record<keyof SchemaValue, unknown>;
  if (typeof id !== 'number' || typeof schema !== 'string') return undefined;
  return {
    subject,
    version,
    id,
    schema,
    schemaType: typeof schemaType === 'string' ? schemaType : 'AVRO',
    references: Array.isArray(references) ? references.filter(isReference) : [],
    ...(isObject(metadata) ? { metadata } : {}),
    ...(isObject(ruleSet) ? { ruleSet } : {}),
    deleted: deleted === true,
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

function jsonOf(bytes: Uint8Array | null): unknown {
  if (bytes === null) return null;
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
