import type { SqlType } from '../types/sql-type.ts';
import { type Long, long } from '../types/integer.ts';
import { FormatError } from './json-scanner.ts';
import { decodeText, encodeText } from './utf8.ts';

function view(bytes: Uint8Array, size: number, type: string): DataView {
  if (bytes.length !== size) throw new FormatError(`Size of data received by ${type} deserializer is not ${size}`);
  return new DataView(bytes.buffer, bytes.byteOffset, size);
}

/** One column in the form of Kafka's own serializers: big-endian numbers, UTF-8, raw bytes. */
export function kafkaDecoder(type: SqlType): (bytes: Uint8Array) => unknown {
  switch (type.kind) {
    case 'INTEGER':
      return (bytes) => view(bytes, 4, 'Integer').getInt32(0);
    case 'BIGINT':
      return (bytes) => long(view(bytes, 8, 'Long').getBigInt64(0));
    case 'DOUBLE':
      return (bytes) => view(bytes, 8, 'Double').getFloat64(0);
    case 'STRING':
      return decodeText;
    case 'BYTES':
      return (bytes) => bytes;
    default:
      throw new FormatError(`The 'KAFKA' format does not support type '${type.kind}'`);
  }
}

/** Writes a number of 8 bytes, big-endian. */
export function longBytes(value: Long): Uint8Array {
  const bytes = new Uint8Array(8);
  writeLong(value, bytes, 0);
  return bytes;
}

/** Writes a number of 8 bytes, big-endian, at a place. */
export function writeLong(value: Long, bytes: Uint8Array, at: number): void {
  if (typeof value === 'bigint') {
    new DataView(bytes.buffer, bytes.byteOffset).setBigInt64(at, value);
    return;
  }
  const high = Math.floor(value / 4_294_967_296);
  bytes[at] = high >>> 24;
  bytes[at + 1] = high >>> 16;
  bytes[at + 2] = high >>> 8;
  bytes[at + 3] = high;
  bytes[at + 4] = value >>> 24;
  bytes[at + 5] = value >>> 16;
  bytes[at + 6] = value >>> 8;
  bytes[at + 7] = value;
}

export function kafkaEncoder(type: SqlType): (value: unknown) => Uint8Array {
  switch (type.kind) {
    case 'INTEGER':
      return (value) => {
        const bytes = new Uint8Array(4);
        new DataView(bytes.buffer).setInt32(0, value as number);
        return bytes;
      };
    case 'BIGINT':
      return (value) => longBytes(value as Long);
    case 'DOUBLE':
      return (value) => {
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setFloat64(0, value as number);
        return bytes;
      };
    case 'STRING':
      return (value) => encodeText(value as string);
    case 'BYTES':
      return (value) => value as Uint8Array;
    default:
      throw new FormatError(`The 'KAFKA' format does not support type '${type.kind}'`);
  }
}
