import { expect, test } from 'vitest';
import { isQuery, splitStatements } from './statements.ts';

test('a script is split at semicolons, but not at those in strings, names and comments', () => {
  expect(splitStatements(`-- one; two\nSELECT ';' FROM \`a;b\`; /* x; */ DROP STREAM s;\n-- the end`)).toEqual([
    "-- one; two\nSELECT ';' FROM `a;b`;",
    '/* x; */ DROP STREAM s;',
  ]);
});

test('a query is told from a statement, whatever comment stands before it', () => {
  expect(isQuery('-- Which?\n select * from a emit changes;')).toBe(true);
  expect(isQuery('CREATE STREAM selected AS SELECT * FROM a;')).toBe(false);
});
