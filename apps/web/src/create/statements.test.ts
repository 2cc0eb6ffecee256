import { expect, test } from 'vitest';
import { createdSource, isExplained, isQuery, splitStatements } from './statements.ts';

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

test('what a CREATE makes is known by its name', () => {
  expect(createdSource('create or replace table if not exists `a b` as select 1 from c;')).toBe('`a b`');
  expect(createdSource("-- new\nCREATE STREAM flights (id INT KEY) WITH (kafka_topic = 'f');")).toBe('flights');
  expect(createdSource('DROP STREAM flights;')).toBeUndefined();
});

test('only statements that make a query have a plan', () => {
  const statements = [
    'SELECT 1 FROM a;',
    'CREATE TABLE t WITH (x=1) AS\nSELECT 1 FROM a;',
    'INSERT INTO b SELECT * FROM a;',
  ];
  expect(statements.map(isExplained)).toEqual([true, true, true]);
  expect(['SHOW STREAMS;', 'CREATE STREAM a (b INT) WITH (c=1);'].map(isExplained)).toEqual([false, false]);
});
