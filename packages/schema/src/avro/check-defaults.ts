import { pointer } from '../json.ts';
import { defaultValue, type DefaultShape } from './default-value.ts';
import type { AvroRecord, AvroSchema } from './schema.ts';

/** Only whether it can be made counts. */
const nothing: DefaultShape<null> = {
  scalar: () => null,
  array: () => null,
  map: () => null,
  record: () => null,
  union: () => null,
};

/**
 * Parsing lets a default pass that does not fit its type, as Confluent's registry does, and a reader fails only when it needs it.
 * This looks at every default.
 * @throws MillraceError SCHEMA_INVALID with the JSON pointer of the first that does not fit
 */
export function checkDefaults(schema: AvroSchema): void {
  check(schema, '', new Set());
}

function check(schema: AvroSchema, path: string, seen: Set<AvroRecord>): void {
  switch (schema.kind) {
    case 'array':
      return check(schema.items, pointer(path, 'items'), seen);
    case 'map':
      return check(schema.values, pointer(path, 'values'), seen);
    case 'union':
      return schema.branches.forEach((branch, index) => check(branch, pointer(path, index), seen));
    case 'record':
      if (seen.has(schema)) return undefined;
      seen.add(schema);
      return schema.fields.forEach((field, index) => {
        const at = pointer(pointer(path, 'fields'), index);
        if (field.default !== undefined) defaultValue(field.type, field.default.json, nothing, pointer(at, 'default'));
        check(field.type, pointer(at, 'type'), seen);
      });
    default:
      return undefined;
  }
}
