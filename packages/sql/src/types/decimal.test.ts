import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from './decimal.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 12 }))
  .map(([unscaled, scale]) => new Decimal(unscaled, scale));

describe('Decimal', () => {
  it('reads back what it prints, scale and all', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        const read = Decimal.parse(value.toString());
        expect(read?.unscaled).toBe(value.unscaled);
        expect(read?.scale).toBe(value.scale);
      }),
    );
  });

  it('adds and takes away exactly', () => {
    fc.assert(fc.property(decimals, decimals, (a, b) => a.plus(b).minus(b).compare(a) === 0));
  });

  it('rounds halves away from zero', () => {
    expect(Decimal.parse('2.5')?.setScale(0).toString()).toBe('3');
    expect(Decimal.parse('-2.5')?.setScale(0).toString()).toBe('-3');
    expect(Decimal.parse('2.49')?.setScale(0).toString()).toBe('2');
  });

  it('rounds down, up and towards zero as asked', () => {
    const value = Decimal.parse('-1.1');
    expect(value?.setScale(0, 'floor').toString()).toBe('-2');
    expect(value?.setScale(0, 'ceiling').toString()).toBe('-1');
    expect(value?.setScale(0, 'down').toString()).toBe('-1');
  });

  it('divides to the scale asked for, and never by zero', () => {
    expect(Decimal.ofInteger(1).dividedBy(Decimal.ofInteger(3), 5).toString()).toBe('0.33333');
    expect(() => Decimal.ofInteger(1).dividedBy(Decimal.ofInteger(0), 5)).toThrow('Division by zero');
  });

  it('refuses what is no number', () => {
    expect(Decimal.parse('12a')).toBeUndefined();
    expect(Decimal.parse('')).toBeUndefined();
    expect(Decimal.parse('.')).toBeUndefined();
  });
});
