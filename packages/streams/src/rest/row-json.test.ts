import { expect, test } from 'vitest';
import { rowJsonWriter } from './row-json.ts';

test('a row keeps every digit of 64-bit whole numbers', () => {
  const write = rowJsonWriter([{ kind: 'BIGINT' }, { kind: 'BIGINT' }]);
  expect(write([9223372036854775807n, 42])).toBe('[9223372036854775807,42]');
});

test('nulls, text, bytes and moments have their JSON forms', () => {
  const write = rowJsonWriter([
    { kind: 'STRING' },
    { kind: 'STRING' },
    { kind: 'BYTES' },
    { kind: 'DATE' },
    { kind: 'TIME' },
    { kind: 'TIMESTAMP' },
  ]);
  expect(JSON.parse(write([null, 'a"b', new Uint8Array([1, 2]), 11323, 3_723_000, 978_307_200_000]))).toEqual([
    null,
    'a"b',
    'AQI=',
    '2001-01-01',
    '01:02:03',
    '2001-01-01T00:00:00.000',
  ]);
});

test('structs and maps become objects, arrays stay arrays, and what is no number is text', () => {
  const write = rowJsonWriter([
    { kind: 'STRUCT', fields: [{ name: 'A', type: { kind: 'INTEGER' } }] },
    { kind: 'MAP', key: { kind: 'STRING' }, value: { kind: 'ARRAY', element: { kind: 'DOUBLE' } } },
    { kind: 'DOUBLE' },
  ]);
  expect(JSON.parse(write([[1], new Map([['k', [0.5, null]]]), Number.NaN]))).toEqual([
    { A: 1 },
    { k: [0.5, null] },
    'NaN',
  ]);
});
