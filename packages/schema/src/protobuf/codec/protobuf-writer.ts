import { MillraceError } from '@millrace/base';
import { ByteWriter } from '../../codec/byte-writer.ts';
import { encodeUtf8Into } from '../../codec/utf8.ts';

/** How deep records may lie in each other: what a reader takes, and a guard against those that contain themselves. */
const depthMax = 100;

/** Up to here a loop is faster than the encoder. */
const asciiLoopMax = 32;

/** Protobuf's primitives into a buffer that grows. */
export class ProtobufWriter extends ByteWriter {
  #depth = 0;

  begin(): void {
    this.position = 0;
    this.#depth = 0;
  }

  enter(): void {
    if (++this.#depth <= depthMax) return;
    throw new MillraceError('DATA_INVALID', `The value's records lie more than ${depthMax} deep in each other.`);
  }

  leave(): void {
    this.#depth--;
  }

  /** An unsigned integer of 32 bits: tags and lengths too. */
  uint32(value: number): void {
    this.reserve(5);
    const { bytes } = this;
    let { position } = this;
    let rest = value;
    while (rest > 127) {
      bytes[position++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[position++] = rest;
    this.position = position;
  }

  /** Negative numbers take ten bytes, as if they were of 64 bits. */
  int32(value: number): void {
    if (value >= 0) this.uint32(value);
    else this.#halves(value, -1);
  }

  sint32(value: number): void {
    this.uint32(((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** A safe integer, or a bigint of 64 bits; signed and unsigned ones have the same bytes. */
  int64(value: number | bigint): void {
    if (typeof value === 'number') {
      if (value >>> 0 === value) this.uint32(value);
      else this.#halves(value, Math.floor(value / 2 ** 32));
    } else {
      const [low, high] = halvesOf(value);
      this.#halves(low, high);
    }
  }

  uint64(value: number | bigint): void {
    this.int64(value);
  }

  sint64(value: number | bigint): void {
    const [low, high] = halvesOf(value);
    const sign = high >> 31;
    this.#halves((low << 1) ^ sign, ((high << 1) | (low >>> 31)) ^ sign);
  }

  bool(value: boolean): void {
    this.byte(value ? 1 : 0);
  }

  fixed32(value: number): void {
    this.reserve(4);
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.position++] = value >>> shift;
  }

  sfixed32(value: number): void {
    this.fixed32(value);
  }

  fixed64(value: number | bigint): void {
    const [low, high] = halvesOf(value);
    this.fixed32(low);
    this.fixed32(high);
  }

  sfixed64(value: number | bigint): void {
    this.fixed64(value);
  }

  bytesField(value: Uint8Array): void {
    this.uint32(value.length);
    this.raw(value);
  }

  override string(text: string): void {
    if (text.length <= asciiLoopMax && this.#ascii(text)) return;
    const start = this.open();
    this.reserve(text.length * 3);
    this.position += encodeUtf8Into(text, this.bytes, this.position);
    this.close(start);
  }

  /** Writes the text if it is ASCII; else nothing. */
  #ascii(text: string): boolean {
    const { length } = text;
    this.reserve(length + 1);
    const { bytes, position } = this;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 127) return false;
      bytes[position + 1 + index] = unit;
    }
    bytes[position] = length;
    this.position = position + 1 + length;
    return true;
  }

  /** Leaves a byte for the length of what is written next. */
  open(): number {
    this.byte(0);
    return this.position;
  }

  /** Writes the length of all since `open`, and moves that when the length takes more than the byte that was left. */
  close(start: number): void {
    const size = this.position - start;
    if (size < 128) {
      this.bytes[start - 1] = size;
      return;
    }
    const more = size < 2 ** 14 ? 1 : size < 2 ** 21 ? 2 : size < 2 ** 28 ? 3 : 4;
    this.reserve(more);
    this.bytes.copyWithin(start + more, start, start + size);
    this.position = start - 1;
    this.uint32(size);
    this.position = start + more + size;
  }

  #halves(low: number, high: number): void {
    this.reserve(10);
    const { bytes } = this;
    let { position } = this;
    let [rest, above] = [low >>> 0, high >>> 0];
    while (above > 0 || rest > 127) {
      bytes[position++] = (rest & 127) | 128;
      rest = ((rest >>> 7) | (above << 25)) >>> 0;
      above >>>= 7;
    }
    bytes[position++] = rest;
    this.position = position;
  }
}

function halvesOf(value: number | bigint): readonly [number, number] {
  if (typeof value === 'number') return [value | 0, Math.floor(value / 2 ** 32)];
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
}
