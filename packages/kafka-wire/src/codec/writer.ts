import { Buffer } from 'node:buffer';
import { int64Max, zeroUuid } from '../definition/field.ts';
import { WireError } from '../wire-error.ts';

const two32 = 4_294_967_296;
/** Shorter byte strings are copied: a chunk of its own costs more than the copy. */
const byReferenceFrom = 1024;
const noBytes = Buffer.alloc(0);

/**
 * Writes protocol values into a growing buffer. Long byte strings are not copied: they become chunks of the result,
 * which `writev` sends as they are, so their owner must leave them alone until then.
 */
export class Writer {
  private buffer: Buffer;
  private start = 0;
  private at = 0;
  private chunks: Uint8Array[] = [];
  private length = 0;

  constructor(capacity = 256) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  /** Bytes written so far. */
  get size(): number {
    return this.length + this.at - this.start;
  }

  /** What was written, in order. The writer is spent afterwards. */
  finish(): Uint8Array[] {
    this.cut();
    return this.chunks;
  }

  private cut(): void {
    if (this.at === this.start) return;
    this.chunks.push(this.buffer.subarray(this.start, this.at));
    this.length += this.at - this.start;
    this.start = this.at;
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const pending = this.at - this.start;
    const larger = Buffer.allocUnsafe(Math.max(pending * 2, pending + bytes, 256));
    this.buffer.copy(larger, 0, this.start, this.at);
    this.buffer = larger;
    this.start = 0;
    this.at = pending;
  }

  bool(value: boolean): void {
    this.reserve(1);
    this.buffer[this.at++] = value ? 1 : 0;
  }

  int8(value: number): void {
    if ((value << 24) >> 24 !== value) throw outOfRange('int8', value);
    this.reserve(1);
    this.buffer[this.at++] = value;
  }

  int16(value: number): void {
    if ((value << 16) >> 16 !== value) throw outOfRange('int16', value);
    this.reserve(2);
    this.buffer[this.at++] = value >> 8;
    this.buffer[this.at++] = value;
  }

  uint16(value: number): void {
    if ((value & 0xffff) !== value) throw outOfRange('uint16', value);
    this.reserve(2);
    this.buffer[this.at++] = value >> 8;
    this.buffer[this.at++] = value;
  }

  int32(value: number): void {
    if ((value | 0) !== value) throw outOfRange('int32', value);
    this.reserve(4);
    this.word(value);
  }

  uint32(value: number): void {
    if (value >>> 0 !== value) throw outOfRange('uint32', value);
    this.reserve(4);
    this.word(value);
  }

  int64(value: number): void {
    this.reserve(8);
    if (Number.isSafeInteger(value)) {
      this.word(Math.floor(value / two32));
      this.word(value);
    } else if (value === int64Max) {
      this.word(0x7fffffff);
      this.word(-1);
    } else throw outOfRange('int64', value);
  }

  private word(value: number): void {
    const low = value | 0;
    this.buffer[this.at++] = low >> 24;
    this.buffer[this.at++] = low >> 16;
    this.buffer[this.at++] = low >> 8;
    this.buffer[this.at++] = low;
  }

  float64(value: number): void {
    this.reserve(8);
    this.at = this.buffer.writeDoubleBE(value, this.at);
  }

  uuid(value: string): void {
    this.reserve(16);
    if (value === zeroUuid) {
      this.buffer.fill(0, this.at, this.at + 16);
    } else {
      const hex = value.replaceAll('-', '');
      if (hex.length !== 32 || this.buffer.write(hex, this.at, 16, 'hex') !== 16) throw outOfRange('uuid', value);
    }
    this.at += 16;
  }

  uvarint(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.buffer[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.at++] = rest;
  }

  string(value: string): void {
    const size = this.text(value, 2);
    if (size > 0x7fff) throw new WireError(`a string of ${size} bytes; 32767 is the most`);
    const head = this.at;
    this.buffer[head] = size >> 8;
    this.buffer[head + 1] = size;
    this.at = head + 2 + size;
  }

  nullableString(value: string | null): void {
    if (value === null) this.int16(-1);
    else this.string(value);
  }

  compactString(value: string): void {
    // One length byte serves up to 126 bytes; UTF-8 takes at most three bytes a code unit.
    if (value.length * 3 < 127) {
      const size = this.text(value, 1);
      this.buffer[this.at] = size + 1;
      this.at += 1 + size;
    } else {
      const size = Buffer.byteLength(value);
      if (size > 0x7fff) throw new WireError(`a string of ${size} bytes; 32767 is the most`);
      this.uvarint(size + 1);
      // Room may be made anew, which moves the position.
      this.text(value, 0);
      this.at += size;
    }
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.uvarint(0);
    else this.compactString(value);
  }

  /** Puts the text `head` bytes behind the position, which it leaves in place. Answers its size. */
  private text(value: string, head: number): number {
    this.reserve(head + value.length * 3);
    const from = this.at + head;
    const buffer = this.buffer;
    if (value.length < 32) {
      let i = 0;
      for (; i < value.length; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7f) break;
        buffer[from + i] = unit;
      }
      if (i === value.length) return i;
    }
    return buffer.write(value, from);
  }

  bytes(value: Uint8Array): void {
    this.int32(value.length);
    this.raw(value);
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.int32(-1);
    else this.bytes(value);
  }

  compactBytes(value: Uint8Array): void {
    this.uvarint(value.length + 1);
    this.raw(value);
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.uvarint(0);
    else this.compactBytes(value);
  }

  /** Record batches, whole or in parts. */
  records(value: Uint8Array | readonly Uint8Array[] | null, compact: boolean): void {
    if (value === null || value instanceof Uint8Array) {
      if (compact) this.compactNullableBytes(value);
      else this.nullableBytes(value);
      return;
    }
    let size = 0;
    for (const part of value) size += part.length;
    if (compact) this.uvarint(size + 1);
    else this.int32(size);
    for (const part of value) this.raw(part);
  }

  arrayLength(length: number, compact: boolean): void {
    if (compact) this.uvarint(length + 1);
    else this.int32(length);
  }

  /** Bytes as they are, without a length. */
  raw(value: Uint8Array): void {
    if (value.length >= byReferenceFrom) {
      this.cut();
      this.chunks.push(value);
      this.length += value.length;
      return;
    }
    this.reserve(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  /** What another writer holds, with its size in front: the body of a tagged field. */
  nested(inner: Writer): void {
    this.uvarint(inner.size);
    for (const chunk of inner.finish()) this.raw(chunk);
  }
}

function outOfRange(type: string, value: unknown): WireError {
  return new WireError(`${String(value)} is no ${type}`);
}

/** The chunks as one run of bytes. Copies when there is more than one. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0] ?? noBytes;
  return Buffer.concat(chunks);
}
