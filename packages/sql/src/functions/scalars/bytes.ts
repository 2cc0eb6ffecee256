import { decodeText, encodeText } from '../../formats/utf8.ts';
import { base64ToBytes, bytesToBase64 } from '../../types/bytes.ts';
import { long } from '../../types/integer.ts';
import type { ScalarFunction } from '../function.ts';
import { md5 } from '../md5.ts';
import { scalar, strict, typed } from './define.ts';

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

function fromHex(text: string): Uint8Array {
  // X'41' and 0x41 are the same as 41.
  const quoted = /^(?:[xX]'([0-9a-fA-F]*)'|0[xX]([0-9a-fA-F]*))$/.exec(text);
  let digits = quoted === null ? text : (quoted[1] ?? quoted[2] ?? '');
  if (!/^[0-9a-fA-F]*$/.test(digits)) throw new RangeError(`Illegal hexadecimal text ${text}`);
  if (digits.length % 2 === 1) {
    if (!/^0[xX]/.test(text)) throw new RangeError(`Hexadecimal text of odd length: ${text}`);
    digits = `0${digits}`;
  }
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
}

function ascii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : '\uFFFD')).join('');
}

function decode(text: string, encoding: string): Uint8Array {
  switch (encoding.toLowerCase()) {
    case 'hex':
      return fromHex(text);
    case 'utf8':
      return encodeText(text);
    case 'ascii':
      return Uint8Array.from(text, (character) => (character.charCodeAt(0) < 128 ? character.charCodeAt(0) : 63));
    case 'base64':
      return base64ToBytes(text);
    default:
      throw new RangeError(`Supported input encodings are: hex, utf8, ascii, and base64. Got ${encoding}`);
  }
}

function encode(bytes: Uint8Array, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'hex':
      return hex(bytes);
    case 'utf8':
      return decodeText(bytes);
    case 'ascii':
      return ascii(bytes);
    case 'base64':
      return bytesToBase64(bytes);
    default:
      throw new RangeError(`Supported output encodings are: hex, utf8, ascii, and base64. Got ${encoding}`);
  }
}

type Read = (view: DataView, little: boolean) => unknown;

function fromBytes(name: string, type: string, size: number, read: Read): ScalarFunction {
  const apply = (bytes: Uint8Array, order = 'BIG_ENDIAN'): unknown => {
    if (order !== 'BIG_ENDIAN' && order !== 'LITTLE_ENDIAN') {
      throw new RangeError('Byte order must be BIG_ENDIAN or LITTLE_ENDIAN');
    }
    if (bytes.length !== size)
      throw new RangeError(`Number of bytes must be equal to ${size}, but found ${bytes.length}`);
    return read(new DataView(bytes.buffer, bytes.byteOffset, size), order === 'LITTLE_ENDIAN');
  };
  return scalar(
    name,
    `Reads a number of ${size} bytes, big-endian unless the second argument says otherwise.`,
    strict('BYTES value', type, apply),
    strict('BYTES value, STRING byteOrder', type, apply),
  );
}

function uuidOf(bytes: ArrayLike<number>): string {
  const digits = Array.from({ length: 16 }, (_, i) => (bytes[i] ?? 0).toString(16).padStart(2, '0')).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

function randomUuid(random: () => number): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidOf(bytes);
}

export const bytesFunctions: readonly ScalarFunction[] = [
  fromBytes('BIGINT_FROM_BYTES', 'BIGINT', 8, (view, little) => long(view.getBigInt64(0, little))),
  fromBytes('DOUBLE_FROM_BYTES', 'DOUBLE', 8, (view, little) => view.getFloat64(0, little)),
  scalar(
    'ENCODE',
    'Turns a text from one encoding (hex, utf8, ascii, base64) into another.',
    strict(
      'STRING str, STRING inputEncoding, STRING outputEncoding',
      'STRING',
      (text: string, from: string, to: string) => encode(decode(text, from), to),
    ),
  ),
  scalar(
    'FROM_BYTES',
    'Prints bytes in an encoding: hex, utf8, ascii or base64.',
    strict('BYTES value, STRING encoding', 'STRING', encode),
  ),
  fromBytes('INT_FROM_BYTES', 'INTEGER', 4, (view, little) => view.getInt32(0, little)),
  scalar(
    'MD5',
    'Gives the MD5 digest of a text in hexadecimal.',
    strict('STRING s', 'STRING', (text: string) => md5(encodeText(text))),
  ),
  scalar(
    'TO_BYTES',
    'Reads a text in an encoding into bytes.',
    strict('STRING value, STRING encoding', 'BYTES', decode),
  ),
  scalar(
    'UUID',
    'Makes a random UUID, or prints 16 bytes as one.',
    typed('', 'STRING', (_types, environment) => () => randomUuid(() => environment.random())),
    strict('BYTES bytes', 'STRING', (bytes: Uint8Array) => (bytes.length === 16 ? uuidOf(bytes) : null)),
  ),
];
