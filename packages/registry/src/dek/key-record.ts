import type { EncodedRecord, RecordHeader } from '../log/state-log.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { isAlgorithm } from './algorithm.ts';
import type { Dek, DekPlace, Kek, KeyName } from './key-state.ts';

/**
 * The records of the compacted topic `_dek_registry_keys`, in the format of Confluent's registry: key and value are JSON with the
 * member `keytype`, the key names what the value replaces, a null value takes it away.
 */
export type KeyRecord = (
  | { readonly kind: 'kek'; readonly name: string; readonly value: Kek | null }
  | { readonly kind: 'dek'; readonly place: DekPlace; readonly value: Dek | null }
) &
  KeyRecordFacts;

export interface KeyRecordFacts {
  /** In milliseconds since 1970. */
  readonly timestamp: number;
  /** The timestamp of the record that it replaces, null for none. Absent in records of other programs, which hold in any case. */
  readonly basis?: number | null;
  /** The key as the topic spells it, where that is not our spelling. */
  readonly spelling?: string;
}

/** The header that says what our records replace: of two that replace the same, the second is void. */
const basisHeader = 'millrace.basis';
const tenant = 'default';
const decoder = new TextDecoder();

/** `spelling` is the key as the topic has it already. */
export function encodeKeyRecord(record: KeyRecord, spelling: string = keyText(record)): EncodedRecord {
  const { value, timestamp, basis } = record;
  const headers: RecordHeader[] = basis === undefined ? [] : [[basisHeader, Buffer.from(String(basis ?? ''))]];
  return {
    key: Buffer.from(spelling),
    value: value === null ? null : Buffer.from(JSON.stringify({ ...typeOf(record), ...valueJson(value) })),
    // When a key was taken away tells nothing, but compaction needs a time that has not passed.
    ...(value === null ? {} : { timestamp }),
    headers,
  };
}

const typeOf = ({ kind }: KeyName): JsonObject => ({ keytype: kind === 'kek' ? 'KEK' : 'DEK' });

function keyText(name: KeyName): string {
  if (name.kind === 'kek') return JSON.stringify({ ...typeOf(name), tenant, name: name.name });
  const { kekName, subject, algorithm, version } = name.place;
  return JSON.stringify({ ...typeOf(name), tenant, kekName, subject, algorithm, version });
}

function valueJson({ others, ...known }: Kek | Dek): JsonObject {
  return { ...known, ...others };
}

/** Reads a record of the topic; undefined for one that is not of this format, or of another tenant. */
export function decodeKeyRecord(
  key: Uint8Array | null,
  value: Uint8Array | null,
  timestamp: number,
  headers: readonly RecordHeader[],
): KeyRecord | undefined {
  const spelling = key === null ? '' : decoder.decode(key);
  const body = value === null || value.length === 0 ? null : jsonOf(decoder.decode(value));
  const name = nameOf(jsonOf(spelling));
  if (name === undefined || !(body === null || isObject(body))) return undefined;
  const basis = basisOf(headers);
  return recordOf(name, body, {
    timestamp,
    ...(basis === undefined ? {} : { basis }),
    ...(keyText(name) === spelling ? {} : { spelling }),
  });
}

function recordOf(name: KeyName, body: JsonObject | null, facts: KeyRecordFacts): KeyRecord | undefined {
  if (name.kind === 'kek') {
    const value = body === null ? null : kekOf(name.name, body);
    return value === undefined ? undefined : { ...name, value, ...facts };
  }
  const value = body === null ? null : dekOf(name.place, body);
  return value === undefined ? undefined : { ...name, value, ...facts };
}

/** No name may hold what parts the keys of the tables: it would be taken for another's. */
function nameOf(json: unknown): KeyName | undefined {
  if (!isObject(json) || (json['tenant'] ?? tenant) !== tenant) return undefined;
  const { keytype, name, kekName, subject, algorithm, version } = json;
  if (keytype === 'KEK') return isName(name) ? { kind: 'kek', name } : undefined;
  if (keytype !== 'DEK' || !isName(kekName) || !isName(subject)) return undefined;
  if (!isAlgorithm(algorithm) || !isVersion(version)) return undefined;
  return { kind: 'dek', place: { kekName, subject, algorithm, version } };
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && !name.includes('\0');
}

export function isVersion(version: unknown): version is number {
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 && version < 2 ** 31;
}

function kekOf(name: string, body: JsonObject): Kek | undefined {
  const { keytype: _type, name: _name, kmsType, kmsKeyId, kmsProps, doc, shared, deleted, ...others } = body;
  if (typeof kmsType !== 'string' || typeof kmsKeyId !== 'string') return undefined;
  return {
    name,
    kmsType,
    kmsKeyId,
    kmsProps: textsOf(kmsProps),
    ...(typeof doc === 'string' ? { doc } : {}),
    shared: shared === true,
    deleted: deleted === true,
    ...othersOf(others),
  };
}

function dekOf(place: DekPlace, body: JsonObject): Dek | undefined {
  const { keytype: _type, kekName: _kek, subject: _subject, algorithm: _algorithm, version: _version, ...rest } = body;
  const { encryptedKeyMaterial, deleted, ...others } = rest;
  if (typeof encryptedKeyMaterial !== 'string') return undefined;
  return { ...place, encryptedKeyMaterial, deleted: deleted === true, ...othersOf(others) };
}

function othersOf(others: JsonObject): { readonly others?: JsonObject } {
  return Object.keys(others).length === 0 ? {} : { others };
}

/** The members that are text; those of other types are not properties. */
export function textsOf(json: unknown): Readonly<Record<string, string>> {
  if (!isObject(json)) return {};
  const texts = Object.entries(json).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(texts);
}

function basisOf(headers: readonly RecordHeader[]): number | null | undefined {
  const value = headers.find(([name]) => name === basisHeader)?.[1];
  if (value === undefined || value === null) return undefined;
  const text = decoder.decode(value);
  if (text === '') return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
