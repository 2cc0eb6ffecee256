import { MillraceError } from '@millrace/base';
import { messageAt, messageOf, type ParsedProtobuf } from './parsed.ts';
import type { ProtobufMessage } from './types.ts';

/** How deep messages may be nested; a count above it is other data. */
const indexesMax = 100;

/** Which message of its schema the data is: the place of the top-level message, of one inside it, and so on. */
export interface IndexedPayload {
  readonly indexes: readonly number[];
  /** Where the message begins. */
  readonly offset: number;
}

/**
 * Reads the indexes between the frame and the payload (Confluent's wire format): their count and they themselves as zigzag
 * varints, or a single 0 for the first message. Old .NET and Go serializers wrote plain varints: what makes no sense as zigzag is
 * read so.
 * @throws MillraceError DATA_INVALID when they lead to no message of the schema
 */
export function readMessageIndexes(schema: ParsedProtobuf, bytes: Uint8Array, offset: number): IndexedPayload {
  if (bytes[offset] === 0 && schema.file.messages.length > 0) return { indexes: [0], offset: offset + 1 };
  for (const zigzag of [true, false]) {
    const read = readIndexes(bytes, offset, zigzag);
    if (read !== undefined && messageAt(schema.file.messages, read.indexes) !== undefined) return read;
  }
  const problem = offset >= bytes.length ? 'nothing follows the schema id' : `byte ${offset} begins no list of them`;
  throw new MillraceError(
    'DATA_INVALID',
    `The data does not say which message of its Protobuf schema it is: message indexes must follow the schema id, and ${problem} that fits the schema.`,
    { details: { position: offset } },
  );
}

function readIndexes(bytes: Uint8Array, start: number, zigzag: boolean): IndexedPayload | undefined {
  let offset = start;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[offset++] ?? Number.NaN;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return zigzag ? (value % 2 === 0 ? value / 2 : -(value + 1) / 2) : value;
    }
    return -1;
  };
  const count = next();
  if (count < 1 || count > indexesMax) return undefined;
  const indexes = Array.from({ length: count }, next);
  return indexes.every((index) => index >= 0) ? { indexes, offset } : undefined;
}

/** The bytes that stand before a payload of this message. */
export function messageIndexBytes(indexes: readonly number[]): Uint8Array<ArrayBuffer> {
  if (indexes.length === 1 && indexes[0] === 0) return Uint8Array.of(0);
  const bytes: number[] = [];
  for (const value of [indexes.length, ...indexes]) {
    let rest = value * 2;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** Where a message stands in its schema. The messages of maps and groups do not count, as in Confluent's Java client. */
export function messageIndexesOf(schema: ParsedProtobuf, messageName: string): readonly number[] {
  const wanted = messageOf(schema, messageName);
  const found = indexesIn(schema.file.messages, wanted);
  if (found !== undefined) return found;
  throw new MillraceError('NOT_FOUND', `"${messageName}" is not a message that the schema itself defines.`);
}

function indexesIn(messages: readonly ProtobufMessage[], wanted: ProtobufMessage): readonly number[] | undefined {
  for (const [index, message] of messages.entries()) {
    if (message === wanted) return [index];
    const inner = indexesIn(message.messages, wanted);
    if (inner !== undefined) return [index, ...inner];
  }
  return undefined;
}
