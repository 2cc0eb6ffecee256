import * as fc from 'fast-check';
import type { SqlRow } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { parseSchemaText, typeText } from './ksql-schema.ts';
import { readRows } from './rows.ts';

async function rowsIn(chunks: readonly string[]): Promise<readonly SqlRow[]> {
  const encoder = new TextEncoder();
  async function* body() {
    for (const chunk of chunks) yield await Promise.resolve(encoder.encode(chunk));
  }
  const rows: SqlRow[] = [];
  for await (const row of readRows(body())) rows.push(row);
  return rows;
}

const answer =
  '[{"header":{"queryId":"q1","schema":"`ID` STRING, `N` INTEGER"}},\n' +
  '{"row":{"columns":["a]",1]}},\n{"row":{"columns":["ü,",null]}},\n{"finalMessage":"Limit Reached"}]\n';
const rows = [
  {
    kind: 'header',
    queryId: 'q1',
    columns: [
      { name: 'ID', type: 'STRING' },
      { name: 'N', type: 'INTEGER' },
    ],
  },
  { kind: 'row', values: ['a]', 1] },
  { kind: 'row', values: ['ü,', null] },
  { kind: 'end', message: 'Limit Reached' },
];

test('rows are the same however the answer is cut into pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(answer.length)), async (cuts) => {
      const ends = [...cuts.toSorted((left, right) => left - right), answer.length];
      const chunks = ends.map((end, index) => answer.slice(ends[index - 1] ?? 0, end));
      expect(await rowsIn(chunks)).toEqual(rows);
    }),
  );
});

test('a row is told before the separator that follows it', async () => {
  async function* body() {
    yield await Promise.resolve(new TextEncoder().encode('[{"row":{"columns":[1]}}'));
    await new Promise(() => undefined);
  }
  expect(await readRows(body()).next()).toMatchObject({ value: { kind: 'row', values: [1] } });
});

test('a row that is gone from its table is told apart from a row of nulls', async () => {
  expect(await rowsIn(['{"row":{"columns":["a",null],"tombstone":true}},\n{"row":{"columns":["b",null]}},\n'])).toEqual(
    [
      { kind: 'row', values: ['a', null], tombstone: true },
      { kind: 'row', values: ['b', null] },
    ],
  );
});

test('what the server says went wrong is an error row', async () => {
  expect(await rowsIn(['{"@type":"generic_error","error_code":50000,"message":"boom"}\n'])).toEqual([
    { kind: 'error', message: 'boom' },
  ]);
  expect(await rowsIn(['{"errorMessage":{"message":"late"}},\n'])).toEqual([{ kind: 'error', message: 'late' }]);
  expect(await rowsIn(['nonsense\n'])).toMatchObject([{ kind: 'error' }]);
});

test('columns are told with their types, whatever is nested in them', () => {
  expect(
    parseSchemaText('`A` STRING KEY, `B``C` STRUCT<`X` DECIMAL(4, 2), `Y` MAP<STRING, INTEGER>>, `D,` ARRAY<BIGINT>'),
  ).toEqual([
    { name: 'A', type: 'STRING', key: true },
    { name: 'B`C', type: 'STRUCT<`X` DECIMAL(4, 2), `Y` MAP<STRING, INTEGER>>', key: false },
    { name: 'D,', type: 'ARRAY<BIGINT>', key: false },
  ]);
  expect(
    typeText({
      type: 'STRUCT',
      fields: [
        {
          name: 'A',
          schema: { type: 'ARRAY', memberSchema: { type: 'DECIMAL', parameters: { precision: 4, scale: 2 } } },
        },
        { name: 'M', schema: { type: 'MAP', memberSchema: { type: 'STRING' } } },
      ],
    }),
  ).toBe('STRUCT<`A` ARRAY<DECIMAL(4, 2)>, `M` MAP<STRING, STRING>>');
});
