import type { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Statement } from './ast.ts';
import { formatExpression } from './format-expression.ts';
import { formatStatement, maskStatement } from './format-statement.ts';
import { parseColumnsText, parseExpressionText, parseScript } from './parse.ts';
import { fullMessage, isSqlError, spanOfError } from './sql-error.ts';

const only = (text: string): Statement => {
  const [parsed, ...more] = parseScript(text);
  if (parsed === undefined || more.length > 0) throw new Error(`one statement expected: ${text}`);
  return parsed.statement;
};

const failure = (text: string): MillraceError => {
  try {
    parseScript(text);
  } catch (error) {
    if (isSqlError(error)) return error;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
};

test('a script is split at semicolons outside of texts, names and comments', () => {
  const script = "SELECT ';' FROM `a;b`; -- not; here\n/* nor; here */ SHOW STREAMS;\n\nLIST TABLES";
  expect(parseScript(script).map((each) => each.text)).toEqual([
    "SELECT ';' FROM `a;b`;",
    'SHOW STREAMS;',
    'LIST TABLES',
  ]);
});

test('names are upper-cased unless they are quoted, and keep their place', () => {
  const statement = only('SELECT\n  foo, `Foo`, "f""o" FROM bar b;');
  if (statement.kind !== 'query') throw new Error('a query');
  const names = statement.query.items.map((item) =>
    item.kind === 'expression' && item.value.kind === 'column' ? item.value.name : '',
  );
  expect(names).toEqual(['FOO', 'Foo', 'f"o']);
  expect(statement.query.items[1]?.at).toMatchObject({ line: 2, column: 8 });
  expect(statement.query.from).toMatchObject({ name: 'BAR', alias: 'B' });
});

test('operators bind as in SQL', () => {
  const text = (source: string): string => formatExpression(parseExpressionText(source));
  expect(text('a + b * c - d')).toBe('((A + (B * C)) - D)');
  expect(text('NOT a = 1 OR b < 2 AND c IS NOT NULL')).toBe('((NOT (A = 1)) OR ((B < 2) AND (C IS NOT NULL)))');
  expect(text('-5 - -x->y[1]->z')).toBe('(-5 - -X->Y[1]->Z)');
  expect(text('a NOT BETWEEN 1 AND 2 AND b NOT IN (1, 2)')).toBe('((A NOT BETWEEN 1 AND 2) AND (B NOT IN (1, 2)))');
  expect(text('REDUCE(m, 0, (s, k, v) => s + v)')).toBe('REDUCE(M, 0, (S, K, V) => (S + V))');
  expect(text("MAP('a' := 1, 'b' := 2)['a']")).toBe("MAP('a':=1, 'b':=2)['a']");
});

test('windows and joins are read in milliseconds', () => {
  const statement = only(
    'CREATE TABLE t AS SELECT a, COUNT(*) FROM s WINDOW HOPPING (SIZE 1 HOUR, ADVANCE BY 5 MINUTES, RETENTION 2 DAYS, GRACE PERIOD 1 SECOND) GROUP BY a EMIT FINAL;',
  );
  expect(statement.kind === 'createAsSelect' && statement.query.window).toMatchObject({
    type: 'HOPPING',
    sizeMs: 3_600_000,
    advanceMs: 300_000,
    retentionMs: 172_800_000,
    graceMs: 1000,
  });
  const join = only(
    'SELECT * FROM a LEFT OUTER JOIN b WITHIN (1 SECOND, 2 SECONDS) GRACE PERIOD 1 DAY ON a.x = b.y EMIT CHANGES;',
  );
  expect(join.kind === 'query' && join.query.joins[0]).toMatchObject({
    type: 'LEFT',
    within: { beforeMs: 1000, afterMs: 2000, graceMs: 86_400_000 },
  });
});

test('errors name line and column and what would fit', () => {
  expect(failure('CREATE STREAM INPUT (K INTEGER (KEY)) WITH (a=1);').message).toBe(
    "line 1:33: Syntax Error\nExpecting {'STRING', INTEGER_VALUE}",
  );
  expect(failure('SELEKT 1;').message).toBe(
    "line 1:1: Syntax Error\nUnknown statement 'SELEKT'\nDid you mean 'SELECT'?",
  );
  const reserved = failure('SHOW STREAMS;\nCREATE STREAM select (a INT);');
  expect(reserved.message).toContain("Syntax error at or near 'select' at line 2:15");
  expect(fullMessage(reserved)).toContain('Statement: CREATE STREAM select (a INT);');
  expect(spanOfError(reserved)).toMatchObject({ line: 2, column: 15 });
});

test('a statement that is printed parses to itself again', () => {
  for (const text of [
    "CREATE SOURCE TABLE `t x` (a INT PRIMARY KEY, b STRUCT<c ARRAY<DECIMAL(4, 2)>, d MAP<STRING, INT>>, h BYTES HEADER('k')) WITH (KAFKA_TOPIC='x', PARTITIONS=3);",
    "CREATE OR REPLACE STREAM s WITH (FORMAT='AVRO') AS SELECT a.*, b->*, CASE WHEN x > 1 THEN 'it''s' ELSE NULL END q FROM a a INNER JOIN b b WITHIN 1 HOURS GRACE PERIOD 5 MINUTES ON (a.id = b.id) WHERE (a.x LIKE '%' ESCAPE '!') PARTITION BY a.y EMIT CHANGES;",
    'INSERT INTO s (a, `b`) VALUES (1, ARRAY[TRUE, NULL]);',
    'CREATE TABLE t AS SELECT k, COUNT(*) n FROM s WINDOW SESSION (30 SECONDS) GROUP BY k HAVING (COUNT(*) > 1) EMIT FINAL;',
  ]) {
    const printed = formatStatement(only(text), text);
    expect(formatStatement(only(printed), printed)).toBe(printed);
  }
});

test('a masked statement holds no values', () => {
  const text = "INSERT INTO s (a) VALUES ('secret');";
  expect(maskStatement(only(text), text)).toBe("INSERT INTO S (A) VALUES ('[value]');");
});

test('columns as DESCRIBE prints them are read back', () => {
  const columns = parseColumnsText('`ID` BIGINT KEY, `Foo` STRUCT<`A` INTEGER>');
  expect(columns.map(({ name, role }) => [name, role])).toEqual([
    ['ID', 'key'],
    ['Foo', 'value'],
  ]);
});

const words = fc.constantFrom(
  ...'SELECT FROM WHERE GROUP BY CREATE STREAM TABLE AS WITH ( ) , ; . -> => := * + - / = < > [ ] { } \' " ` -- /* */ ${x} CASE WHEN THEN END JOIN ON WITHIN WINDOW TUMBLING SIZE 1 2.5 1E9 HOURS a b STRUCT< MAP( ARRAY[ NULL IN IS NOT NULL LIKE BETWEEN AND OR VALUES INSERT INTO DROP PRINT EXPLAIN'.split(
    ' ',
  ),
);

test('whatever the text, the parser gives statements or its own error', () => {
  const script = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(words, { maxLength: 40 }).map((each) => each.join(' ')),
  );
  fc.assert(
    fc.property(script, (text) => {
      try {
        parseScript(text);
      } catch (error) {
        expect(isSqlError(error)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('brackets nested without end are refused, not a crash', () => {
  expect(isSqlError(failure(`SELECT ${'('.repeat(100_000)}1 FROM a;`))).toBe(true);
  expect(isSqlError(failure(`CREATE TYPE t AS ${'ARRAY<'.repeat(100_000)}`))).toBe(true);
  expect(isSqlError(failure(`SELECT ${'NOT '.repeat(100_000)}a FROM b;`))).toBe(true);
  expect(isSqlError(failure(`SELECT 1${' + 1'.repeat(100_000)} FROM b;`))).toBe(true);
});
