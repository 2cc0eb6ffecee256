/** BIGINT in its canonical form: a number while it is a safe integer, else a bigint. */
export type Long = number | bigint;

const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Wraps to 64 bits and makes canonical. */
export function long(value: bigint): Long {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped <= SAFE_MAX && wrapped >= -SAFE_MAX ? Number(wrapped) : wrapped;
}

/** From any finite number, cut towards zero and held within 64 bits, as Java's cast of a double does. */
export function longOfNumber(value: number): Long {
  if (Number.isNaN(value)) return 0;
  const cut = Math.trunc(value);
  if (Number.isSafeInteger(cut)) return cut + 0;
  if (cut >= 2 ** 63) return 9_223_372_036_854_775_807n;
  if (cut <= -(2 ** 63)) return -9_223_372_036_854_775_808n;
  return long(BigInt(cut));
}

/** As Java's cast of a double to int: cut towards zero and held within 32 bits. */
export function integerOfNumber(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.trunc(value))) + 0;
}

export function addLong(a: Long, b: Long): Long {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return long(BigInt(a) + BigInt(b));
}

export function subtractLong(a: Long, b: Long): Long {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return long(BigInt(a) - BigInt(b));
}

export function multiplyLong(a: Long, b: Long): Long {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return long(BigInt(a) * BigInt(b));
}

/** @throws RangeError when `b` is zero, as Java's integer division. */
export function divideLong(a: Long, b: Long): Long {
  if (b === 0) throw new RangeError('Division by zero');
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
  return long(BigInt(a) / BigInt(b));
}

/** @throws RangeError when `b` is zero. */
export function remainderLong(a: Long, b: Long): Long {
  if (b === 0) throw new RangeError('Division by zero');
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return long(BigInt(a) % BigInt(b));
}

/** @throws RangeError when `b` is zero. */
export function divideInteger(a: number, b: number): number {
  if (b === 0) throw new RangeError('Division by zero');
  return (a / b) | 0;
}

/** @throws RangeError when `b` is zero. */
export function remainderInteger(a: number, b: number): number {
  if (b === 0) throw new RangeError('Division by zero');
  return (a % b) | 0;
}

/** The long that the digits stand for; undefined when the text is no integer or does not fit 64 bits. */
export function parseLong(text: string): Long | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const short = Number(text);
  if (Number.isSafeInteger(short)) return short + 0;
  const exact = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, exact) === exact ? exact : undefined;
}
