import { MillraceError } from '@millrace/base';
import { shortString, shortStringMax } from '../../codec/short-strings.ts';
import { decodeUtf8 } from '../../codec/utf8.ts';
import { wireTypes } from '../wire.ts';

/** How deep messages of recursive types, and groups that nobody knows, may lie in each other; as in Protobuf's own libraries. */
const depthMax = 100;

const scratch = new Uint8Array(8);
const scratchView = new DataView(scratch.buffer);
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Protobuf's primitives over a buffer. A read past the end yields rubbish, not an exception: whoever reads a message calls
 * `finish` behind it, and nothing is allocated by a length before `length` has checked it.
 */
export class ProtobufReader {
  bytes: Uint8Array = new Uint8Array(0);
  position = 0;
  /** The upper half of the last varint. */
  #high = 0;
  #textStart = 0;
  #depth = 0;

  begin(bytes: Uint8Array, offset: number): void {
    this.bytes = bytes;
    this.position = offset;
    this.#depth = 0;
  }

  /** Behind the last field of a message that ends at `end`. */
  finish(end: number): void {
    if (this.position !== end) throw this.error('a field goes on behind the end of its message');
  }

  tag(): number {
    const byte = this.bytes[this.position] as number;
    if (byte < 128) {
      this.position++;
      return byte;
    }
    const tag = this.#varint() >>> 0;
    if (this.#high !== 0) throw this.error('a field number is larger than any can be');
    return tag;
  }

  int32(): number {
    const byte = this.bytes[this.position] as number;
    if (byte > 127) return this.#varint() | 0;
    this.position++;
    return byte;
  }

  uint32(): number {
    return this.#varint() >>> 0;
  }

  sint32(): number {
    const value = this.#varint();
    return (value >>> 1) ^ -(value & 1);
  }

  bool(): boolean {
    return (this.#varint() | this.#high) !== 0;
  }

  /** The name of an enum's number, or the number where it has none. */
  enumName(names: ReadonlyMap<number, string>): string | number {
    const value = this.#varint() | 0;
    return names.get(value) ?? value;
  }

  /** A number while it is a safe integer, else a bigint; so for all of 64 bits. */
  int64(): number | bigint {
    return signed(this.#varint(), this.#high);
  }

  uint64(): number | bigint {
    return unsigned(this.#varint(), this.#high);
  }

  sint64(): number | bigint {
    const low = this.#varint();
    const high = this.#high;
    const sign = -(low & 1);
    return signed(((low >>> 1) | (high << 31)) ^ sign, (high >>> 1) ^ sign);
  }

  fixed32(): number {
    return this.sfixed32() >>> 0;
  }

  sfixed32(): number {
    const { bytes, position } = this;
    this.position = position + 4;
    return (
      (bytes[position] as number) |
      ((bytes[position + 1] as number) << 8) |
      ((bytes[position + 2] as number) << 16) |
      ((bytes[position + 3] as number) << 24)
    );
  }

  fixed64(): number | bigint {
    return unsigned(this.sfixed32(), this.sfixed32());
  }

  sfixed64(): number | bigint {
    return signed(this.sfixed32(), this.sfixed32());
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
    for (let index = 0; index < size; index++) scratch[index] = bytes[position + index] as number;
  }

  /** A length that what is left before `end` can hold. */
  length(end: number): number {
    const byte = this.bytes[this.position] as number;
    let length = byte;
    if (byte < 128) this.position++;
    else length = this.#length();
    if (length <= end - this.position) return length;
    throw this.error('a length is more than the message can hold');
  }

  #length(): number {
    const length = this.#varint() >>> 0;
    return this.#high === 0 ? length : Infinity;
  }

  /** What is not UTF-8 becomes U+FFFD. */
  string(end: number): string {
    const length = this.length(end);
    const start = this.position;
    this.#textStart = start;
    this.position = start + length;
    const known = length <= shortStringMax ? shortString(this.bytes, start, length) : undefined;
    return known ?? decodeUtf8(this.bytes, start, this.position);
  }

  /** Refuses what is not UTF-8. */
  verifiedString(end: number): string {
    const text = this.string(end);
    if (text.includes('\uFFFD') && !isUtf8(this.bytes.subarray(this.#textStart, this.position))) {
      throw this.error('a string is not UTF-8');
    }
    return text;
  }

  /** A view, not a copy. */
  byteString(end: number): Uint8Array {
    const length = this.length(end);
    const start = this.position;
    this.position = start + length;
    return this.bytes.subarray(start, start + length);
  }

  /** Passes over a field that nobody asked for. */
  skip(tag: number, end: number): void {
    if (tag < 8) throw this.error('a field has the number 0');
    switch (tag & 7) {
      case wireTypes.varint:
        this.skipVarint();
        return;
      case wireTypes.fixed64:
        this.position += 8;
        return;
      case wireTypes.length:
        // In this order: the length moves the position too.
        this.position = this.length(end) + this.position;
        return;
      case wireTypes.groupStart:
        this.skipGroup(tag, end);
        return;
      case wireTypes.fixed32:
        this.position += 4;
        return;
      default:
        throw this.error(`a field has the wire type ${tag & 7}, which there is none or which ends no group here`);
    }
  }

  skipVarint(): void {
    const { bytes, position } = this;
    let at = position;
    while ((bytes[at++] as number) > 127);
    if (at - position > 10) throw this.error('a number has more than ten bytes');
    this.position = at;
  }

  /** From behind the start tag to behind the end tag. Gives where the end tag begins. */
  skipGroup(startTag: number, end: number): number {
    const endTag = startTag + 1;
    this.enter();
    while (this.position < end) {
      const at = this.position;
      const tag = this.tag();
      if (tag === endTag) {
        this.leave();
        return at;
      }
      this.skip(tag, end);
    }
    throw this.error('a group is not closed');
  }

  /** Reads a message that came in several pieces (starts and ends) as one: that is how Protobuf merges them. */
  merged<T>(pieces: readonly number[], read: (reader: this, end: number) => T): T {
    const { bytes, position } = this;
    let size = 0;
    for (let index = 0; index < pieces.length; index += 2) size += (pieces[index + 1] ?? 0) - (pieces[index] ?? 0);
    const joined = new Uint8Array(size);
    let at = 0;
    for (let index = 0; index < pieces.length; index += 2) {
      const piece = bytes.subarray(pieces[index], pieces[index + 1]);
      joined.set(piece, at);
      at += piece.length;
    }
    this.bytes = joined;
    this.position = 0;
    const value = read(this, size);
    this.bytes = bytes;
    this.position = position;
    return value;
  }

  enter(): void {
    if (++this.#depth > depthMax) throw this.error(`messages lie more than ${depthMax} deep in each other`);
  }

  leave(): void {
    this.#depth--;
  }

  /** The lower half; the upper is left in `#high`. */
  #varint(): number {
    const { bytes } = this;
    let position = this.position;
    let byte = bytes[position++] as number;
    let low = byte & 127;
    this.#high = 0;
    for (let shift = 7; byte > 127 && shift < 28; shift += 7) {
      byte = bytes[position++] as number;
      low |= (byte & 127) << shift;
    }
    if (byte > 127) {
      byte = bytes[position++] as number;
      low |= (byte & 127) << 28;
      let high = (byte & 127) >> 4;
      for (let shift = 3; byte > 127; shift += 7) {
        if (shift > 31) throw this.error('a number has more than ten bytes');
        byte = bytes[position++] as number;
        high |= (byte & 127) << shift;
      }
      this.#high = high;
    }
    this.position = position;
    return low;
  }

  error(problem: string): MillraceError {
    const message = `The bytes do not fit the Protobuf schema: near byte ${this.position} of ${this.bytes.length}, ${problem}.`;
    return new MillraceError('DATA_INVALID', message, { details: { position: this.position } });
  }

  /** For generated code, which has no `throw` in an expression. */
  fail(problem: string): never {
    throw this.error(problem);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function signed(low: number, high: number): number | bigint {
  if ((high | 0) === low >> 31) return low | 0;
  const value = (high | 0) * 2 ** 32 + (low >>> 0);
  if (Number.isSafeInteger(value)) return value;
  return BigInt.asIntN(64, (BigInt(high | 0) << 32n) | BigInt(low >>> 0));
}

function unsigned(low: number, high: number): number | bigint {
  const value = (high >>> 0) * 2 ** 32 + (low >>> 0);
  return Number.isSafeInteger(value) ? value : (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
