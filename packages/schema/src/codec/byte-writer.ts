import { encodeUtf8Into } from './utf8.ts';

const asciiLoopMax = 32;

/** Copies share slabs of this size: an array of its own for each record would cost more than writing the record. */
const slabBytes = 8192;
let slab = new Uint8Array(slabBytes);
let slabUsed = 0;

function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  const length = end - start;
  if (length > slabBytes / 8) return new Uint8Array(bytes.subarray(start, end));
  if (slabUsed + length > slabBytes) {
    slab = new Uint8Array(slabBytes);
    slabUsed = 0;
  }
  const at = slabUsed;
  slabUsed += length;
  for (let index = 0; index < length; index++) slab[at + index] = bytes[start + index] as number;
  return slab.subarray(at, at + length);
}

/** Avro's binary primitives into a buffer that grows. What was written is `bytes[0 … position)`, valid until the next write. */
export class ByteWriter {
  bytes: Uint8Array;
  position = 0;
  #numbers: DataView;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
    this.#numbers = new DataView(this.bytes.buffer);
  }

  /** What was written since `start`, copied. */
  slice(start = 0): Uint8Array<ArrayBuffer> {
    return copyOf(this.bytes, start, this.position);
  }

  /** What was written since `start`, as a view that the next write may change. */
  view(start = 0): Uint8Array {
    return this.bytes.subarray(start, this.position);
  }

  reserve(size: number): void {
    if (this.position + size > this.bytes.length) this.#grow(size);
  }

  #grow(size: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.position + size));
    grown.set(this.bytes.subarray(0, this.position));
    this.bytes = grown;
    this.#numbers = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.position++] = value;
  }

  /** An integer of 32 bits. */
  int(value: number): void {
    this.reserve(5);
    const bytes = this.bytes;
    let position = this.position;
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 127) {
      bytes[position++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[position++] = rest;
    this.position = position;
  }

  /** A safe integer, or a bigint of 64 bits. */
  long(value: number | bigint): void {
    if (typeof value === 'bigint') return this.#bigLong(value);
    if ((value | 0) === value) return this.int(value);
    this.reserve(10);
    const bytes = this.bytes;
    let position = this.position;
    // Zigzag of the value as two parts of 28 bits and what is above: shifts of JavaScript end at 32 bits.
    const magnitude = value < 0 ? -value - 1 : value;
    const low = ((magnitude % 2 ** 27) << 1) | (value < 0 ? 1 : 0);
    let high = Math.floor(magnitude / 2 ** 27);
    bytes[position++] = (low & 127) | 128;
    bytes[position++] = ((low >>> 7) & 127) | 128;
    bytes[position++] = ((low >>> 14) & 127) | 128;
    bytes[position++] = ((low >>> 21) & 127) | 128;
    while (high > 127) {
      bytes[position++] = (high % 128) | 128;
      high = Math.floor(high / 128);
    }
    bytes[position++] = high;
    this.position = position;
  }

  #bigLong(value: bigint): void {
    this.reserve(10);
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (rest > 127n) {
      this.bytes[this.position++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.bytes[this.position++] = Number(rest);
  }

  float(value: number): void {
    this.reserve(4);
    this.#numbers.setFloat32(this.position, value, true);
    this.position += 4;
  }

  double(value: number): void {
    this.reserve(8);
    this.#numbers.setFloat64(this.position, value, true);
    this.position += 8;
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.bytes.set(value, this.position);
    this.position += value.length;
  }

  byteString(value: Uint8Array): void {
    this.long(value.length);
    this.raw(value);
  }

  string(text: string): void {
    if (text.length > asciiLoopMax || !this.#ascii(text)) this.#utf8(text);
  }

  /** Writes the text if it is ASCII and its length takes one byte; else nothing. */
  #ascii(text: string): boolean {
    const length = text.length;
    this.reserve(length + 1);
    const bytes = this.bytes;
    let position = this.position + 1;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 127) return false;
      bytes[position++] = unit;
    }
    bytes[this.position] = length << 1;
    this.position = position;
    return true;
  }

  #utf8(text: string): void {
    // The length comes first and its own size depends on it: leave the room it needs if all were ASCII, move if that was short.
    this.reserve(text.length * 3 + 10);
    const start = this.position;
    const assumed = lengthSize(text.length);
    const written = encodeUtf8Into(text, this.bytes, start + assumed);
    const actual = lengthSize(written);
    if (actual !== assumed) this.bytes.copyWithin(start + actual, start + assumed, start + assumed + written);
    this.long(written);
    this.position += written;
  }
}

function lengthSize(length: number): number {
  if (length < 2 ** 6) return 1;
  if (length < 2 ** 13) return 2;
  if (length < 2 ** 20) return 3;
  return length < 2 ** 27 ? 4 : 5;
}
