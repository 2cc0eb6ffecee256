import { Decimal } from '../types/decimal.ts';
import { type Long, long } from '../types/integer.ts';
import type { SqlType } from '../types/sql-type.ts';
import { copyFirst } from '../formats/slab.ts';
import { decodeText, encodeTextInto } from '../formats/utf8.ts';

/**
 * Rows in changelogs: a version byte, then each value after a byte that tells null (0), a number that a double holds (1) or a
 * 64-bit one (2), or simply present (1). Texts, bytes and lists follow their length. Types come from the plan, which the
 * reader shares with the writer.
 */
const VERSION = 1;

class Output {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  #reserve(size: number): number {
    const at = this.#length;
    if (at + size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, at + size));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#length = at + size;
    return at;
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  length(value: number): void {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value);
  }

  double(value: number): void {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value);
  }

  long(value: bigint): void {
    const at = this.#reserve(8);
    this.#view.setBigInt64(at, value);
  }

  block(value: Uint8Array): void {
    this.length(value.length);
    const at = this.#reserve(value.length);
    this.#bytes.set(value, at);
  }

  text(value: string): void {
    const at = this.#reserve(4 + value.length * 3);
    const end = encodeTextInto(value, this.#bytes, at + 4);
    this.#view.setUint32(at, end - at - 4);
    this.#length = end;
  }

  take(): Uint8Array {
    const taken = copyFirst(this.#bytes, this.#length);
    this.#length = 0;
    return taken;
  }
}

class Input {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  byte(): number {
    this.#at += 1;
    return this.#view.getUint8(this.#at - 1);
  }

  length(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4);
  }

  double(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8);
  }

  long(): bigint {
    this.#at += 8;
    return this.#view.getBigInt64(this.#at - 8);
  }

  block(): Uint8Array {
    const length = this.length();
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }
}

const output = new Output();

function writeValue(value: unknown, type: SqlType): void {
  if (value === null || value === undefined) return output.byte(0);
  if (typeof value === 'bigint') {
    output.byte(2);
    return output.long(value);
  }
  output.byte(1);
  switch (type.kind) {
    case 'BOOLEAN':
      return output.byte(value === true ? 1 : 0);
    case 'STRING':
      return output.text(value as string);
    case 'BYTES':
      return output.block(value as Uint8Array);
    case 'DECIMAL':
      return output.text((value as Decimal).toString());
    case 'ARRAY': {
      const items = value as unknown[];
      output.length(items.length);
      for (const item of items) writeValue(item, type.element);
      return undefined;
    }
    case 'MAP': {
      const map = value as Map<unknown, unknown>;
      output.length(map.size);
      for (const [key, item] of map) {
        writeValue(key, type.key);
        writeValue(item, type.value);
      }
      return undefined;
    }
    case 'STRUCT': {
      for (const [i, field] of type.fields.entries()) writeValue((value as unknown[])[i], field.type);
      return undefined;
    }
    default:
      return output.double(value as number);
  }
}

function times<T>(count: number, make: () => T): T[] {
  const items: T[] = [];
  for (let i = 0; i < count; i += 1) items.push(make());
  return items;
}

function readValue(input: Input, type: SqlType): unknown {
  const tag = input.byte();
  if (tag === 0) return null;
  if (tag === 2) return long(input.long()) satisfies Long;
  switch (type.kind) {
    case 'BOOLEAN':
      return input.byte() === 1;
    case 'STRING':
      return decodeText(input.block());
    case 'BYTES':
      return input.block();
    case 'DECIMAL':
      return Decimal.parse(decodeText(input.block())) ?? null;
    case 'ARRAY':
      return times(input.length(), () => readValue(input, type.element));
    case 'MAP':
      return new Map(times(input.length(), () => [readValue(input, type.key), readValue(input, type.value)] as const));
    case 'STRUCT':
      return type.fields.map((field) => readValue(input, field.type));
    default:
      return input.double();
  }
}

/** Writes values of these types. */
export function encodeState(values: readonly unknown[], types: readonly SqlType[]): Uint8Array {
  output.byte(VERSION);
  for (const [i, type] of types.entries()) writeValue(values[i] ?? null, type);
  return output.take();
}

/** Writes an entry's key and the bounds of its window, as `encodeState` would with two more columns. */
export function encodeEntryKey(
  key: readonly unknown[],
  types: readonly SqlType[],
  start: number,
  end: number,
): Uint8Array {
  output.byte(VERSION);
  for (const [i, type] of types.entries()) writeValue(key[i] ?? null, type);
  writeValue(start, LONG);
  writeValue(end, LONG);
  return output.take();
}

/** Writes an entry's row and event time, as `encodeState` would with one more column. */
export function encodeEntryRow(row: readonly unknown[], types: readonly SqlType[], timestamp: number): Uint8Array {
  output.byte(VERSION);
  for (const [i, type] of types.entries()) writeValue(row[i] ?? null, type);
  writeValue(timestamp, LONG);
  return output.take();
}

const LONG: SqlType = { kind: 'BIGINT' };

/** Reads what `encodeState` wrote. @throws RangeError where the bytes end early or are of another version. */
export function decodeState(bytes: Uint8Array, types: readonly SqlType[]): unknown[] {
  const input = new Input(bytes);
  const version = input.byte();
  if (version !== VERSION) throw new RangeError(`state of version ${version} was written by another Millrace`);
  return types.map((type) => readValue(input, type));
}
