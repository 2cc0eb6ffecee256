import { framedId, frameSize } from '@millrace/schema';

export type RecordHeader = readonly [key: string, value: Uint8Array | null];

/** The schema that the key or value of a record names, by its id or its GUID, and where the payload begins. */
export interface NamedSchema {
  readonly ref: number | string;
  readonly bytes: Uint8Array;
  readonly offset: number;
}

const guidEnd = 17;

/**
 * The schema's id before the payload, or its GUID in the header `__key_schema_id` or `__value_schema_id` (a byte 1 and the GUID's
 * 16, then Protobuf's message indexes). Undefined when the record names none.
 */
export function namedSchema(
  part: 'key' | 'value',
  bytes: Uint8Array,
  headers: readonly RecordHeader[],
): NamedSchema | undefined {
  const header = headers.length === 0 ? undefined : headers.findLast(([key]) => key === `__${part}_schema_id`)?.[1];
  if (header === undefined || header === null) {
    const id = framedId(bytes);
    return id === undefined ? undefined : { ref: id, bytes, offset: frameSize };
  }
  if (header.length < guidEnd || header[0] !== 1) return undefined;
  const indexes = header.subarray(guidEnd);
  // Protobuf's message indexes stand behind the id, wherever that is: what decodes reads them before the payload.
  return { ref: guidOf(header), bytes: indexes.length === 0 ? bytes : joined(indexes, bytes), offset: 0 };
}

function guidOf(header: Uint8Array): string {
  const hex = Buffer.from(header.subarray(1, guidEnd)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  return Buffer.concat([first, second]);
}
