import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../types/decimal.ts';
import { long } from '../types/integer.ts';
import type { SqlType } from '../types/sql-type.ts';
import { decodeState, encodeState } from './state-codec.ts';

const TYPES: readonly SqlType[] = [
  { kind: 'STRING' },
  { kind: 'BIGINT' },
  { kind: 'BYTES' },
  { kind: 'MAP', key: { kind: 'STRING' }, value: { kind: 'DOUBLE' } },
  {
    kind: 'ARRAY',
    element: { kind: 'STRUCT', fields: [{ name: 'D', type: { kind: 'DECIMAL', precision: 20, scale: 2 } }] },
  },
  { kind: 'BOOLEAN' },
];

const rows = fc.tuple(
  fc.option(fc.string({ unit: 'binary' })),
  fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(long)),
  fc.option(fc.uint8Array()),
  fc.option(fc.array(fc.tuple(fc.string(), fc.double())).map((entries) => new Map(entries))),
  fc.option(
    fc.array(fc.option(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map((value) => [new Decimal(value, 2)]))),
  ),
  fc.option(fc.boolean()),
);

describe('the state codec', () => {
  it('reads back every row', () => {
    fc.assert(
      fc.property(rows, (row) => {
        expect(decodeState(encodeState(row, TYPES), TYPES)).toEqual(row);
      }),
    );
  });

  it('refuses bytes of another version', () => {
    expect(() => decodeState(Uint8Array.of(9), [])).toThrow('version 9');
  });
});
