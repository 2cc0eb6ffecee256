import { MillraceError } from '@millrace/base';
import { shortString, shortStringMax } from '../../codec/short-strings.ts';
import { decodeUtf8 } from '../../codec/utf8.ts';

/** Items without bytes (null, an empty record) that one datum may hold: a few bytes could claim billions. */
const bytelessItemsMax = 65_536;
/** How deep values of recursive types may go. Guards the stack. */
const depthMax = 1_000;
const asciiLoopMax = 16;

/** A view of the caller's buffer for each number would cost several times as much as copying its bytes here. */
const scratch = new Uint8Array(8);
const scratchView = new DataView(scratch.buffer);

/**
 * Avro's binary primitives over a buffer. Reads past the end yield rubbish, not an exception: whoever drives it calls
 * `finish()` last, and nothing allocates by a length before `length()` has checked it.
 */
export class ByteReader {
  bytes: Uint8Array = new Uint8Array(0);
  position = 0;
  #end = 0;
  #depth = 0;
  #byteless = 0;

  begin(bytes: Uint8Array, offset: number): void {
    this.bytes = bytes;
    this.position = offset;
    this.#end = bytes.length;
    this.#depth = 0;
    this.#byteless = 0;
  }

  finish(): void {
    if (this.position > this.#end) throw this.error('the data ends before its last field');
  }

  boolean(): boolean {
    const byte = this.bytes[this.position++];
    if (byte === 1) return true;
    if (byte === 0) return false;
    throw this.error(byte === undefined ? 'the data ends before its last field' : `a boolean is 0 or 1, not ${byte}`);
  }

  int(): number {
    const value = this.long();
    if (typeof value === 'number' && (value | 0) === value) return value;
    throw this.error(`an int of 32 bits cannot be ${value}`);
  }

  /** A number while it is a safe integer, else a bigint. */
  long(): number | bigint {
    const bytes = this.bytes;
    const start = this.position;
    let byte = bytes[start] as number;
    if (byte < 128) {
      this.position = start + 1;
      return (byte >>> 1) ^ -(byte & 1);
    }
    let low = byte & 127;
    byte = bytes[start + 1] as number;
    low |= (byte & 127) << 7;
    if (byte < 128) {
      this.position = start + 2;
      return (low >>> 1) ^ -(low & 1);
    }
    byte = bytes[start + 2] as number;
    low |= (byte & 127) << 14;
    if (byte < 128) {
      this.position = start + 3;
      return (low >>> 1) ^ -(low & 1);
    }
    byte = bytes[start + 3] as number;
    low |= (byte & 127) << 21;
    if (byte < 128) {
      this.position = start + 4;
      return (low >>> 1) ^ -(low & 1);
    }
    return this.#longer(start, low);
  }

  /** Five to ten bytes, of which the first four gave `low`: 28 bits. */
  #longer(start: number, low: number): number | bigint {
    const bytes = this.bytes;
    let high = 0;
    for (let index = 0; index < 4; index++) {
      const byte = bytes[start + 4 + index] as number;
      high |= (byte & 127) << (7 * index);
      if (byte < 128) {
        const half = high * 2 ** 27 + (low >>> 1);
        if (half >= Number.MAX_SAFE_INTEGER) break;
        this.position = start + 5 + index;
        return (low & 1) === 0 ? half : -half - 1;
      }
    }
    return this.#longest(start);
  }

  #longest(start: number): number | bigint {
    let raw = 0n;
    for (let index = 0; index < 10; index++) {
      const byte = this.bytes[start + index];
      if (byte === undefined) throw this.error('the data ends before its last field');
      raw |= BigInt(byte & 127) << BigInt(7 * index);
      if (byte < 128) {
        this.position = start + index + 1;
        return safe(BigInt.asIntN(64, (raw >> 1n) ^ -(raw & 1n)));
      }
    }
    throw this.error('a long has more than ten bytes');
  }

  float(): number {
    this.#toScratch(4);
    return scratchView.getFloat32(0, true);
  }

  double(): number {
    this.#toScratch(8);
    return scratchView.getFloat64(0, true);
  }

  #toScratch(size: number): void {
    const { bytes, position } = this;
    this.position = position + size;
    this.finish();
    for (let index = 0; index < size; index++) scratch[index] = bytes[position + index] as number;
  }

  /** A length that the rest of the data can hold. */
  length(): number {
    const length = this.long();
    if (typeof length === 'number' && length >= 0 && length <= this.#end - this.position) return length;
    throw this.error(`a length of ${length} is not what the data can hold`);
  }

  string(): string {
    const length = this.length();
    const start = this.position;
    this.position = start + length;
    if (length <= shortStringMax) {
      const known = shortString(this.bytes, start, length);
      if (known !== undefined) return known;
    } else if (length <= asciiLoopMax) {
      const text = asciiString(this.bytes, start, start + length);
      if (text !== undefined) return text;
    }
    return decodeUtf8(this.bytes, start, start + length);
  }

  byteString(): Uint8Array {
    return this.fixed(this.length());
  }

  /** A view, not a copy. */
  fixed(size: number): Uint8Array {
    const start = this.position;
    this.position = start + size;
    this.finish();
    return this.bytes.subarray(start, start + size);
  }

  skipLong(): void {
    while ((this.bytes[this.position++] as number) > 127);
  }

  skip(size: number): void {
    this.position += size;
  }

  /** The index of an enum's symbol or a union's branch. */
  index(count: number): number {
    const index = this.long();
    if (typeof index === 'number' && index >= 0 && index < count) return index;
    throw this.error(`there are ${count} choices, and the data names number ${index}`);
  }

  /** The items of the next block of an array or map; 0 ends it. */
  blockCount(): number {
    const count = this.long();
    if (typeof count !== 'number') throw this.error(`a block of ${count} items is not what the data can hold`);
    if (count >= 0) return count;
    this.long();
    return -count;
  }

  /** As `blockCount`, but passes over blocks that say their size in bytes. */
  skipBlocksOfKnownSize(): number {
    for (;;) {
      const count = this.long();
      if (typeof count !== 'number') throw this.error(`a block of ${count} items is not what the data can hold`);
      if (count >= 0) return count;
      this.skip(this.length());
    }
  }

  /** Before an item that takes at least a byte. */
  expectItem(): void {
    if (this.position >= this.#end) throw this.error('the data ends inside an array or a map');
  }

  /** Before a block of items that take no bytes. */
  expectByteless(count: number): void {
    this.#byteless += count;
    if (this.#byteless > bytelessItemsMax) throw this.error(`more than ${bytelessItemsMax} items take no bytes at all`);
  }

  enter(): void {
    if (++this.#depth > depthMax) throw this.error(`values lie more than ${depthMax} deep in each other`);
  }

  leave(): void {
    this.#depth--;
  }

  error(problem: string): MillraceError {
    const message = `The bytes do not fit the Avro schema: near byte ${this.position} of ${this.#end}, ${problem}.`;
    return new MillraceError('DATA_INVALID', message, { details: { position: this.position } });
  }

  /** For generated code, which has no `throw` in an expression. */
  fail(problem: string): never {
    throw this.error(problem);
  }
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function asciiString(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = '';
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    if (byte > 127) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}
