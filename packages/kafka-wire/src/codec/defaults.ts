import type { Field, FieldShape, Fields } from '../definition/field.ts';

const structs = new WeakMap<Fields, object>();

/** The value of a field that is not there. Shared and frozen where it is an object. */
export function defaultOf(shape: FieldShape): unknown {
  if (shape.default !== undefined) return shape.default;
  return shape.type.kind === 'struct' ? defaultStruct(shape.type.fields) : shape.default;
}

export function defaultStruct(fields: Fields): object {
  let value = structs.get(fields);
  if (value === undefined) {
    value = Object.freeze(
      Object.fromEntries(
        Object.entries(fields).map(([name, field]: [string, Field<unknown>]) => [name, defaultOf(field.shape)]),
      ),
    );
    structs.set(fields, value);
  }
  return value;
}

/** Whether a value given for a field says no more than its default: then it need not, or cannot, be sent. */
export function isDefault(shape: FieldShape, value: unknown): boolean {
  if (value === undefined || value === shape.default) return true;
  if (value === null) return false;
  if (shape.type.kind === 'array') return shape.default !== null && (value as readonly unknown[]).length === 0;
  if (shape.type.kind === 'struct') {
    if (shape.default === null) return false;
    const given = value as Readonly<Record<string, unknown>>;
    return Object.entries(shape.type.fields).every(([name, field]) => isDefault(field.shape, given[name]));
  }
  if (value instanceof Uint8Array) return shape.default instanceof Uint8Array && value.length === 0;
  return Object.is(value, shape.default);
}
