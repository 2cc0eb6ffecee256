import { Decimal } from './decimal.ts';
import type { SqlType } from './sql-type.ts';
import type { Long } from './integer.ts';

/** Bytes in the order of their unsigned values. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Numbers of any SQL type by their exact value. */
export function compareNumbers(a: Long | Decimal, b: Long | Decimal): number {
  if (a instanceof Decimal || b instanceof Decimal) {
    const left = toDecimal(a);
    const right = toDecimal(b);
    if (left === undefined || right === undefined) return Number(a) - Number(b);
    return left.compare(right);
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function toDecimal(value: Long | Decimal): Decimal | undefined {
  if (value instanceof Decimal) return value;
  return typeof value === 'bigint' ? Decimal.ofInteger(value) : Decimal.ofNumber(value);
}

/** The order of two values of an ordered type; neither is null. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return compareNumbers(a as Long | Decimal, b as Long | Decimal);
}

/** Whether two values of one type are the same; null is the same as null. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    return (
      (a instanceof Decimal || b instanceof Decimal) &&
      a !== null &&
      b !== null &&
      compareNumbers(a as Long | Decimal, b as Long | Decimal) === 0
    );
  }
  if (a instanceof Decimal && b instanceof Decimal) return a.compare(b) === 0;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (a instanceof Map && b instanceof Map) return sameMap(a, b);
  return false;
}

function sameMap(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !sameValue(value, b.get(key))) return false;
  return true;
}

/** Whether values of the type can be keys of a Map and compared with `===`. */
export function isScalar(type: SqlType): boolean {
  return (
    type.kind !== 'ARRAY' &&
    type.kind !== 'MAP' &&
    type.kind !== 'STRUCT' &&
    type.kind !== 'DECIMAL' &&
    type.kind !== 'BYTES'
  );
}

/** A text or number that is equal for equal values of one type: a key for Map and Set. */
export function identity(value: unknown): string | number | bigint | boolean | null {
  if (value === null || typeof value !== 'object') return value as string | number | bigint | boolean | null;
  return JSON.stringify(value, replacer);
}

function replacer(this: unknown, _key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { long: value.toString() };
  if (value instanceof Decimal) return { decimal: value.toString() };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (value instanceof Map) return { map: [...value.entries()] };
  return value;
}
