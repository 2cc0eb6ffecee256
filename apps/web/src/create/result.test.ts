import { expect, test } from 'vitest';
import { begin, ratePerSecond, receive, rowsMax } from './result.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({ kind: 'row', values: [from + at] }) as const);

test('the newest row stands first, and a long result keeps only its newest rows', () => {
  const header = { kind: 'header', queryId: 'q', columns: [{ name: 'A', type: 'INTEGER' }] } as const;
  const first = receive(begin(0), [header, ...rows(0, 2)], 84);
  expect(first.rows.map((row) => row.values[0])).toEqual([1, 0]);
  expect(first.firstAt).toBe(84);
  const second = receive(first, rows(2, 2 + rowsMax), 1084);
  expect(second.received).toBe(rowsMax + 2);
  expect(second.rows).toHaveLength(rowsMax);
  expect(second.rows[0]).toEqual({ number: rowsMax + 2, values: [rowsMax + 1] });
  expect(Math.round(ratePerSecond(second))).toBe(rowsMax + 1);
});

test('an error ends up beside the rows that came before it', () => {
  const result = receive(begin(0), [...rows(0, 1), { kind: 'error', message: 'no field' }], 5);
  expect([result.error, result.rows.length]).toEqual(['no field', 1]);
});

test('a row that is gone does not show as a row of nulls', () => {
  const result = receive(begin(0), [{ kind: 'row', values: ['a', null], tombstone: true }, ...rows(0, 1)], 5);
  expect(result.rows).toHaveLength(1);
});
