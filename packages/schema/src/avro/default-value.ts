import { MillraceError } from '@millrace/base';
import { isObject, pointer } from '../json.ts';
import { isPrimitive, type AvroRecord, type AvroSchema } from './schema.ts';

/** A recursive record whose default holds itself would never end, and one that holds two of the next grows exponentially. */
const depthMax = 100;
const valuesMax = 10_000;

/** How a default's JSON becomes a value of the caller's representation. */
export interface DefaultShape<T> {
  scalar(value: null | boolean | number | bigint | string | Uint8Array, schema: AvroSchema): T;
  array(items: readonly T[]): T;
  map(entries: readonly (readonly [string, T])[]): T;
  record(schema: AvroRecord, values: readonly T[]): T;
  union(value: T, branch: AvroSchema, schema: AvroSchema): T;
}

/**
 * The value of a field's default. Of a union the first branch that fits is taken (specification 1.12; before, the first branch).
 * @throws MillraceError SCHEMA_INVALID where the JSON does not fit the type
 */
export function defaultValue<T>(
  schema: AvroSchema,
  json: unknown,
  shape: DefaultShape<T>,
  path = '',
  depth = 0,
  budget = { left: valuesMax },
): T {
  const wrong = (): MillraceError =>
    new MillraceError(
      'SCHEMA_INVALID',
      `A default does not fit its type: ${path === '' ? '/' : path} is no ${schema.kind}.`,
      { details: { path } },
    );
  if (depth > depthMax || budget.left-- <= 0) throw wrong();
  if (isPrimitive(schema) || schema.kind === 'enum' || schema.kind === 'fixed') {
    if (!fits(schema, json)) throw wrong();
    return shape.scalar(scalarOf(schema, json), schema);
  }
  switch (schema.kind) {
    case 'union':
      for (const branch of schema.branches) {
        if (fits(branch, json))
          return shape.union(defaultValue(branch, json, shape, path, depth + 1, budget), branch, schema);
      }
      throw wrong();
    case 'array':
      if (!Array.isArray(json)) throw wrong();
      return shape.array(
        json.map((item, index) => defaultValue(schema.items, item, shape, pointer(path, index), depth + 1, budget)),
      );
    case 'map':
      if (!isObject(json)) throw wrong();
      return shape.map(
        Object.entries(json).map(([key, item]) => [
          key,
          defaultValue(schema.values, item, shape, pointer(path, key), depth + 1, budget),
        ]),
      );
    case 'record':
      if (!isObject(json)) throw wrong();
      return shape.record(
        schema,
        schema.fields.map((field) => {
          const own = Object.hasOwn(json, field.name) ? json[field.name] : field.default?.json;
          return defaultValue(field.type, own, shape, pointer(path, field.name), depth + 1, budget);
        }),
      );
  }
}

function fits(schema: AvroSchema, json: unknown): boolean {
  switch (schema.kind) {
    case 'null':
      return json === null;
    case 'boolean':
      return typeof json === 'boolean';
    case 'int':
      return typeof json === 'number' && (json | 0) === json;
    case 'long':
      return typeof json === 'bigint' ? BigInt.asIntN(64, json) === json : Number.isSafeInteger(json);
    case 'float':
    case 'double':
      return (
        typeof json === 'number' ||
        typeof json === 'bigint' ||
        json === 'NaN' ||
        json === 'Infinity' ||
        json === '-Infinity'
      );
    case 'string':
      return typeof json === 'string';
    case 'bytes':
      return typeof json === 'string' && isLatin1(json);
    case 'fixed':
      return typeof json === 'string' && json.length === schema.size && isLatin1(json);
    case 'enum':
      return typeof json === 'string' && schema.symbols.includes(json);
    case 'array':
      return Array.isArray(json) && json.every((item) => fits(schema.items, item));
    case 'map':
      return isObject(json) && Object.values(json).every((item) => fits(schema.values, item));
    case 'record':
      return (
        isObject(json) &&
        schema.fields.every((field) =>
          Object.hasOwn(json, field.name) ? fits(field.type, json[field.name]) : field.default !== undefined,
        )
      );
    case 'union':
      return schema.branches.some((branch) => fits(branch, json));
  }
}

function scalarOf(schema: AvroSchema, json: unknown): null | boolean | number | bigint | string | Uint8Array {
  // Bytes stand in JSON as a string of the code points 0 to 255.
  if (schema.kind === 'bytes' || schema.kind === 'fixed') {
    return Uint8Array.from(String(json), (character) => character.charCodeAt(0));
  }
  if (schema.kind === 'float' || schema.kind === 'double') return Number(json);
  return json as null | boolean | number | bigint | string;
}

function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 255) return false;
  return true;
}
