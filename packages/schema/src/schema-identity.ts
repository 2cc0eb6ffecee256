import { MillraceError } from '@millrace/base';
import { framedId, frameSize } from './framing.ts';
import { isUuid, uuidBytes, uuidText } from './uuid.ts';

/** Which schema data was written with: a number that one registry's context gave it, or the GUID that its content has everywhere. */
export type SchemaIdentity =
  | { readonly kind: 'id'; readonly id: number }
  | { readonly kind: 'guid'; readonly guid: string };

/** As Kafka has them; of several with one name the last counts. */
export type RecordHeaders = Iterable<readonly [key: string, value: Uint8Array | null]>;

/** Data and what says by which schema to read it: a `PayloadDecoder` takes `bytes` and `offset`. */
export interface IdentifiedData {
  readonly schema: SchemaIdentity;
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/** The record headers in which Confluent's serializers of 2025 and later may send a schema's GUID; the data is bare then. */
export const schemaIdHeaders = { key: '__key_schema_id', value: '__value_schema_id' } as const;

/** The magic byte of a GUID; that of an id is 0. */
const guidMagic = 1;
const guidFrameSize = 17;

/**
 * The header that identifies a schema by its GUID. For Protobuf the bytes of the message indexes follow.
 * @throws MillraceError DATA_INVALID when the text is no GUID
 */
export function guidHeader(
  part: 'key' | 'value',
  guid: string,
  messageIndexes: Uint8Array = new Uint8Array(0),
): readonly [key: string, value: Uint8Array] {
  if (!isUuid(guid)) throw new MillraceError('DATA_INVALID', `${JSON.stringify(guid)} is not the GUID of a schema.`);
  const value = new Uint8Array(guidFrameSize + messageIndexes.length);
  value[0] = guidMagic;
  value.set(uuidBytes(guid), 1);
  value.set(messageIndexes, guidFrameSize);
  return [schemaIdHeaders[part], value];
}

/**
 * The schema of a record's key or value and where its payload begins: by the header when there is one, else by the frame in front.
 * Either may hold an id or a GUID. Copies nothing, but message indexes of a header before the data.
 * @throws MillraceError DATA_INVALID when neither identifies a schema
 */
export function identify(data: Uint8Array, headers: RecordHeaders, part: 'key' | 'value'): IdentifiedData {
  const header = lastHeader(headers, schemaIdHeaders[part]);
  if (header === undefined) {
    const found = frameOf(data);
    if (found !== undefined) return { ...found, bytes: data };
    throw unidentified(`the ${part}`, data);
  }
  const found = frameOf(header);
  if (found === undefined) throw unidentified(`the header ${schemaIdHeaders[part]}`, header);
  const { schema, offset } = found;
  if (offset === header.length) return { schema, bytes: data, offset: 0 };
  // Message indexes come before the payload wherever they are sent.
  return { schema, bytes: joined(header.subarray(offset), data), offset: 0 };
}

function lastHeader(headers: RecordHeaders, name: string): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  for (const [key, value] of headers) if (key === name && value !== null) found = value;
  return found;
}

function frameOf(bytes: Uint8Array): { readonly schema: SchemaIdentity; readonly offset: number } | undefined {
  const id = framedId(bytes);
  if (id !== undefined) return { schema: { kind: 'id', id }, offset: frameSize };
  if (bytes[0] !== guidMagic || bytes.length < guidFrameSize) return undefined;
  return { schema: { kind: 'guid', guid: uuidText(bytes.subarray(1, guidFrameSize)) }, offset: guidFrameSize };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

function unidentified(where: string, bytes: Uint8Array): MillraceError {
  const [magic] = bytes;
  const problem =
    magic === 0 || magic === guidMagic
      ? `has only ${bytes.length} bytes`
      : `begins with ${magic === undefined ? 'nothing' : `byte ${magic}`}, not with 0 (an id follows) or 1 (a GUID follows)`;
  return new MillraceError(
    'DATA_INVALID',
    `The data does not say which schema it has: ${where} ${problem}. Write it with a serializer that asks the registry.`,
  );
}
