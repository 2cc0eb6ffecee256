import { double, assert as check, property } from 'fast-check';
import { expect, test } from 'vitest';
import { naturalLogarithm } from './natural-logarithm.ts';

test('logarithms are those of exact arithmetic, rounded', () => {
  // Computed with 60 decimal digits.
  const exact: readonly (readonly [number, number])[] = [
    [2, Math.LN2],
    [3, 1.0986122886681098],
    [5, 1.6094379124341003],
    [7, 1.9459101490553132],
    [10, Math.LN10],
    [0.1, -2.3025850929940455],
    [1.5, 0.4054651081081644],
    [123_456.789, 11.723646487185881],
    [1e-300, -690.7755278982137],
    [1e300, 690.7755278982137],
    [0.9999, -0.00010000500033334732],
    [1.0001, 9.999500033329732e-5],
    [Number.MIN_VALUE, -744.4400719213812],
    [Number.MAX_VALUE, 709.782712893384],
  ];
  for (const [x, logarithm] of exact) expect(naturalLogarithm(x), `ln ${x}`).toBe(logarithm);
});

test('the edges are those of IEEE 754', () => {
  expect(naturalLogarithm(1)).toBe(0);
  expect(naturalLogarithm(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(naturalLogarithm(-1)).toBeNaN();
  expect(naturalLogarithm(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(naturalLogarithm(Number.NaN)).toBeNaN();
});

test('it never is further from the engine’s own than the engine may be wrong', () => {
  check(
    property(double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }), (x) => {
      const own = Math.log(x);
      expect(Math.abs(naturalLogarithm(x) - own)).toBeLessThanOrEqual(Math.max(Math.abs(own) * 4.5e-16, 1e-323));
    }),
  );
});
