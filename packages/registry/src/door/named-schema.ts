import { MillraceError } from '@millrace/base';
import type { RecordHeaders } from '@millrace/schema';
import { identify } from '@millrace/schema';
import type { SchemaRef } from './registrations.ts';

/** The schema that the key or value of a record names, and where its payload begins. */
export interface NamedSchema {
  readonly ref: SchemaRef;
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/** The schema that is named, or what is wrong with the naming. */
export function namedSchema(part: 'key' | 'value', data: Uint8Array, headers: RecordHeaders): NamedSchema | string {
  try {
    const { schema, bytes, offset } = identify(data, headers, part);
    return { ref: schema.kind === 'id' ? schema.id : schema.guid, bytes, offset };
  } catch (error) {
    if (error instanceof MillraceError) return error.message;
    throw error;
  }
}
