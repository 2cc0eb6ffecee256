import type { AvroSchema } from '../schema.ts';

/** Whether some value of this type may take no bytes at all. A type inside itself counts as one that does. */
export function mayBeByteless(schema: AvroSchema, inside: readonly AvroSchema[] = []): boolean {
  if (schema.kind === 'null') return true;
  if (schema.kind === 'fixed') return schema.size === 0;
  if (schema.kind !== 'record') return false;
  if (inside.includes(schema)) return true;
  return schema.fields.every((field) => mayBeByteless(field.type, [...inside, schema]));
}
