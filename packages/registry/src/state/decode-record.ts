import type { RecordHeader } from '../log/state-log.ts';
import type { Association, AssociationPlace } from './association.ts';
import type { SchemaReference } from './content.ts';
import { isObject, type JsonObject } from './json.ts';
import { isKarapaces } from './karapace.ts';
import { keyText, ownHeader, type MaxIds, type RegistryRecord, type SchemaValue } from './record.ts';

const decoder = new TextDecoder();
const none: readonly SchemaReference[] = [];

/** Reads a record of the topic; undefined for one that is not of this format or of a kind that came later. */
export function decodeRecord(
  key: Uint8Array | null,
  value: Uint8Array | null,
  timestamp: number,
  headers: readonly RecordHeader[] = [],
): RegistryRecord | undefined {
  const spelling = key === null ? '' : decoder.decode(key);
  const names = jsonOf(spelling);
  const body = value === null || value.length === 0 ? null : jsonOf(decoder.decode(value));
  if (!isObject(names) || !(body === null || isObject(body))) return undefined;
  const record = recordOf(names, body, timestamp, headers);
  if (record === undefined || keyText(record) === spelling) return record;
  return { ...record, spelling };
}

function recordOf(
  key: JsonObject,
  value: JsonObject | null,
  timestamp: number,
  headers: readonly RecordHeader[],
): RegistryRecord | undefined {
  const { keytype, subject = null, version, context } = key;
  if (keytype === 'NOOP') return { kind: 'noop', maxIds: maxIdsOf(value?.['maxIds']) };
  if (keytype === 'CONTEXT') {
    return isName(context) ? { kind: 'context', context, exists: value !== null } : undefined;
  }
  if (subject !== null && !isName(subject)) return undefined;
  if (keytype === 'ASSOC') return associationRecord(key, value, timestamp);
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
      const content = value === null ? null : schemaValue(key, value, timestamp, headers);
      if (subject === null || !isNumber(version) || content === undefined) return undefined;
      return { kind: 'schema', subject, version, value: content };
    }
    default:
      return undefined;
  }
}

function associationRecord(key: JsonObject, value: JsonObject | null, timestamp: number): RegistryRecord | undefined {
  const text = (from: JsonObject, name: string, otherwise = ''): string => {
    const found = from[name];
    return isName(found) ? found : otherwise;
  };
  const place: AssociationPlace = {
    resourceName: text(key, 'resourceName'),
    resourceNamespace: text(key, 'resourceNamespace'),
    resourceType: text(key, 'resourceType'),
    associationType: text(key, 'associationType'),
    subject: text(key, 'subject'),
  };
  if (place.subject === '') return undefined;
  if (value === null) return { kind: 'association', place, value };
  const { createTs, updateTs, frozen, lifecycle } = value;
  const association: Association = {
    ...place,
    guid: text(value, 'guid'),
    resourceId: text(value, 'resourceId'),
    lifecycle: lifecycle === 'WEAK' ? 'WEAK' : 'STRONG',
    frozen: frozen === true,
    createTs: typeof createTs === 'number' ? createTs : timestamp,
    updateTs: typeof updateTs === 'number' ? updateTs : timestamp,
  };
  return { kind: 'association', place, value: association };
}

function schemaValue(
  key: JsonObject,
  json: JsonObject,
  timestamp: number,
  headers: readonly RecordHeader[],
): SchemaValue | undefined {
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
    references: Array.isArray(references) ? references.filter(isReference) : none,
    ...(isObject(metadata) ? { metadata } : {}),
    ...(isObject(ruleSet) ? { ruleSet } : {}),
    deleted: deleted === true,
    timestamp,
    ...(headers.some(([name]) => name === ownHeader) ? { isOurs: true } : {}),
    ...(isKarapaces(key, json, headers) ? { isKarapaces: true } : {}),
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
export function isName(value: unknown): value is string {
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
