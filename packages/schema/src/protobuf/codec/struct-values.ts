import { setEntry } from '../../codec/entries.ts';

/** A `google.protobuf.Value` as it is decoded: at most one of its members is there. */
export interface RawValue {
  readonly null_value?: unknown;
  readonly number_value?: unknown;
  readonly string_value?: unknown;
  readonly bool_value?: unknown;
  readonly struct_value?: unknown;
  readonly list_value?: unknown;
}

/** How deep JSON may lie in itself. Guards the stack. */
const depthMax = 100;

/** Any JSON. A value that holds nothing is null. */
export function jsonOfValue(value: RawValue): unknown {
  const { struct_value: struct, list_value: list } = value;
  if (list !== undefined) return (list as { values: RawValue[] }).values.map(jsonOfValue);
  if (struct === undefined) return value.number_value ?? value.string_value ?? value.bool_value ?? null;
  const object: Record<string, unknown> = {};
  for (const [key, item] of Object.entries((struct as { fields: Record<string, RawValue> }).fields)) {
    setEntry(object, key, jsonOfValue(item));
  }
  return object;
}

/** Undefined when it is no JSON. */
export function valueOfJson(json: unknown, depth = 0): Readonly<Record<string, unknown>> | undefined {
  if (depth > depthMax) return undefined;
  switch (typeof json) {
    case 'number':
      return { number_value: json };
    case 'string':
      return { string_value: json };
    case 'boolean':
      return { bool_value: json };
    case 'object':
      break;
    default:
      return undefined;
  }
  if (json === null) return { null_value: 'NULL_VALUE' };
  if (json instanceof Uint8Array) return undefined;
  if (Array.isArray(json)) {
    const values = json.map((item) => valueOfJson(item, depth + 1));
    return values.includes(undefined) ? undefined : { list_value: { values } };
  }
  const fields = Object.entries(json).map(([key, item]) => [key, valueOfJson(item, depth + 1)] as const);
  if (fields.some(([, item]) => item === undefined)) return undefined;
  return { struct_value: { fields: Object.fromEntries(fields) } };
}
