import type { AvroSchema } from '../schema.ts';

/** Whether some value of this type may take no bytes at all. A type inside itself counts as one that does. */
export function mayBeByteless(schema: AvroSchema, known = new Map<AvroSchema, boolean>()): boolean {
  if (schema.kind === 'null') return true;
  if (schema.kind === 'fixed') return schema.size === 0;
  if (schema.kind !== 'record') return false;
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, true);
  const byteless = schema.fields.every((field) => mayBeByteless(field.type, known));
  known.set(schema, byteless);
  return byteless;
}
