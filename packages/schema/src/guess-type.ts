import { isObject } from './json.ts';
import type { SchemaType } from './schema-kind.ts';

const avroOnly = new Set<unknown>('record error enum fixed map int long float double bytes'.split(' '));
const avroAndJsonSchema = new Set<unknown>('null boolean string array'.split(' '));

/**
 * The language that a schema is most likely written in: by the ending of its file (`.avsc`, `.proto`, `.json`), and by what it says.
 * `{"type": "string"}` could be Avro or JSON Schema: it is JSON Schema in a file that ends in `.json`.
 */
export function guessType(text: string, file = ''): SchemaType {
  if (file.endsWith('.avsc')) return 'AVRO';
  if (file.endsWith('.proto')) return 'PROTOBUF';
  const isJsonFile = file.endsWith('.json');
  const json = parsed(text);
  if (json === undefined) return isJsonFile || /^\s*[{["]/.test(text) ? 'JSON' : 'PROTOBUF';
  return isAvro(json) || (couldBeAvro(json) && !isJsonFile) ? 'AVRO' : 'JSON';
}

function isAvro(json: unknown): boolean {
  if (typeof json === 'string' || Array.isArray(json)) return true;
  if (!isObject(json) || json['$schema'] !== undefined) return false;
  const { type, items } = json;
  return avroOnly.has(type) || typeof items === 'string';
}

function couldBeAvro(json: unknown): boolean {
  return isObject(json) && json['$schema'] === undefined && avroAndJsonSchema.has(json['type']);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
