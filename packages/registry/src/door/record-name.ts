import type { ParsedAvro, ParsedSchema } from '@millrace/schema';
import { isNamed } from '@millrace/schema';
import type { NamedSchema } from './named-schema.ts';

/** The name by which the strategies RecordName and TopicRecordName make subjects; undefined for a schema without one. */
export function recordName(schema: ParsedSchema, _named: NamedSchema): string | undefined {
  if (schema.type !== 'AVRO') return undefined;
  const { root } = schema as ParsedAvro;
  return isNamed(root) ? root.name : undefined;
}
