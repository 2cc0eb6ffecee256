import { Buffer } from 'node:buffer';
import { int64Max } from '../definition/field.ts';
import { WireError } from '../wire-error.ts';

const two32 = 4_294_967_296;
/** High words of the safe integers: -2^53 < n < 2^53. */
const highest = 0x1f_ffff;
const lowest = -0x20_0000;

/** Reads protocol values. Byte strings are views of the frame. Whatever the bytes are, it raises nothing but WireError. */
export class Reader {
  readonly buffer: Buffer;
  private readonly view: DataView;
  private readonly end: number;
  at: number;

  constructor(frame: Uint8Array, at = 0) {
    this.buffer = Buffer.isBuffer(frame) ? frame : Buffer.from(frame.buffer, frame.byteOffset, frame.length);
    this.view = new DataView(frame.buffer, frame.byteOffset, frame.length);
    this.end = frame.length;
    this.at = at;
    if (at > this.end) throw new WireError(`${at} bytes expected, ${this.end} there`);
  }

  get remaining(): number {
    return this.end - this.at;
  }

  private take(bytes: number): number {
    const from = this.at;
    if (bytes > this.end - from) {
      throw new WireError(`${bytes} bytes expected at ${from}, ${this.end - from} left`);
    }
    this.at = from + bytes;
    return from;
  }

  bool(): boolean {
    return this.view.getUint8(this.take(1)) !== 0;
  }

  int8(): number {
    return this.view.getInt8(this.take(1));
  }

  int16(): number {
    return this.view.getInt16(this.take(2));
  }

  uint16(): number {
    return this.view.getUint16(this.take(2));
  }

  int32(): number {
    return this.view.getInt32(this.take(4));
  }

  uint32(): number {
    return this.view.getUint32(this.take(4));
  }

  int64(): number {
    const from = this.take(8);
    const high = this.view.getInt32(from);
    const low = this.view.getUint32(from + 4);
    if (high > highest || high < lowest || (high === lowest && low === 0)) {
      if (high === 0x7fffffff && low === 0xffffffff) return int64Max;
      throw new WireError(`the int64 at ${from} is beyond what a number holds exactly`);
    }
    return high * two32 + low;
  }

  float64(): number {
    return this.view.getFloat64(this.take(8));
  }

  uuid(): string {
    const from = this.take(16);
    const hex = this.buffer.toString('hex', from, from + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  uvarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.view.getUint8(this.take(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value >= two32) break;
        return value;
      }
    }
    throw new WireError(`the varint before ${this.at} is longer than 32 bits`);
  }

  string(): string {
    return present(this.nullableString(), 'string', this.at);
  }

  nullableString(): string | null {
    return this.text(this.int16());
  }

  compactString(): string {
    return present(this.compactNullableString(), 'string', this.at);
  }

  compactNullableString(): string | null {
    return this.text(this.uvarint() - 1);
  }

  private text(length: number): string | null {
    if (length === 0) return '';
    if (length < 0) return absent(length, this.at);
    const from = this.take(length);
    return this.buffer.toString('utf8', from, from + length);
  }

  bytes(): Uint8Array {
    return present(this.nullableBytes(), 'byte string', this.at);
  }

  nullableBytes(): Uint8Array | null {
    return this.slice(this.int32());
  }

  compactBytes(): Uint8Array {
    return present(this.compactNullableBytes(), 'byte string', this.at);
  }

  compactNullableBytes(): Uint8Array | null {
    return this.slice(this.uvarint() - 1);
  }

  private slice(length: number): Uint8Array | null {
    if (length < 0) return absent(length, this.at);
    const from = this.take(length);
    return this.buffer.subarray(from, from + length);
  }

  /** The number of elements, -1 for null. Refuses more than what is left can hold. */
  arrayLength(compact: boolean, elementBytesMin: number): number {
    const length = compact ? this.uvarint() - 1 : this.int32();
    if (length < -1) absent(length, this.at);
    if (length * elementBytesMin > this.remaining) {
      throw new WireError(`${length} elements announced before ${this.at}, ${this.remaining} bytes left`);
    }
    return length;
  }

  skip(bytes: number): void {
    this.take(bytes);
  }

  /** Where a run of that many bytes ends. */
  endOf(bytes: number): number {
    if (bytes > this.remaining) throw new WireError(`${bytes} bytes expected at ${this.at}, ${this.remaining} left`);
    return this.at + bytes;
  }

  expectAt(end: number): void {
    if (this.at !== end) throw new WireError(`a tagged field ends at ${this.at}, where its size says ${end}`);
  }

  skipTags(): void {
    for (let left = this.uvarint(); left > 0; left--) {
      this.uvarint();
      this.skip(this.uvarint());
    }
  }
}

function present<T>(value: T | null, what: string, at: number): T {
  if (value === null) throw new WireError(`null before ${at}, where a ${what} is required`);
  return value;
}

function absent(length: number, at: number): null {
  if (length !== -1) throw new WireError(`a length of ${length} before ${at}`);
  return null;
}
