import type { SchemaField } from '@millrace/mesh';
import { isRecord } from './value.ts';

/** What stands for a value that is not for everybody's eyes. */
export const masked = '•••';

/** The value of an event with every sensitive field masked; lists and maps are masked item by item. */
export function maskedValue(value: unknown, fields: readonly SchemaField[]): unknown {
  if (Array.isArray(value)) return value.map((item) => maskedValue(item, fields));
  if (!isRecord(value)) return value;
  const byName = new Map(fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const field = byName.get(name);
      if (field === undefined) return [name, member];
      if (field.sensitivity !== undefined && member !== null) return [name, masked];
      return [name, field.fields === undefined ? member : maskedMember(member, field)];
    }),
  );
}

/** The members of a map are records of the field's own fields. */
function maskedMember(member: unknown, { type, fields = [] }: SchemaField): unknown {
  if (!type.startsWith('map') || !isRecord(member)) return maskedValue(member, fields);
  return Object.fromEntries(Object.entries(member).map(([key, item]) => [key, maskedValue(item, fields)]));
}
