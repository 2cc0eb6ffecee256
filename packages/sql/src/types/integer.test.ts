import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLong,
  divideLong,
  type Long,
  long,
  multiplyLong,
  parseLong,
  remainderLong,
  subtractLong,
} from './integer.ts';

const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(long);

function wrapped(value: bigint): Long {
  return long(BigInt.asIntN(64, value));
}

describe('64-bit arithmetic', () => {
  it('wraps around as Java does, in canonical form', () => {
    fc.assert(
      fc.property(longs, longs, (a, b) => {
        expect(addLong(a, b)).toBe(wrapped(BigInt(a) + BigInt(b)));
        expect(subtractLong(a, b)).toBe(wrapped(BigInt(a) - BigInt(b)));
        expect(multiplyLong(a, b)).toBe(wrapped(BigInt(a) * BigInt(b)));
      }),
    );
  });

  it('divides towards zero, with a remainder of the sign of the dividend', () => {
    fc.assert(
      fc.property(
        longs,
        longs.filter((value) => value !== 0),
        (a, b) => {
          expect(divideLong(a, b)).toBe(wrapped(BigInt(a) / BigInt(b)));
          expect(remainderLong(a, b)).toBe(wrapped(BigInt(a) % BigInt(b)));
        },
      ),
    );
  });

  it('refuses to divide by zero', () => {
    expect(() => divideLong(1, 0)).toThrow('Division by zero');
  });

  it('reads only what fits 64 bits', () => {
    expect(parseLong('9223372036854775807')).toBe(9_223_372_036_854_775_807n);
    expect(parseLong('9223372036854775808')).toBeUndefined();
    expect(parseLong('-0')).toBe(0);
    expect(parseLong('1.0')).toBeUndefined();
  });
});
