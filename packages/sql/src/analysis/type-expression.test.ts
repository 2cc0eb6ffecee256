import { expect, test } from 'vitest';
import { builtins } from '../functions/builtins.ts';
import { parseExpressionText, parseTypeText } from '../syntax/parse.ts';
import { isSqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import { emptyMetastore } from './metastore.ts';
import { resolveType } from './resolve-type.ts';
import type { Expression } from '../plan/expression.ts';
import { columnKey, type Scope } from './scope.ts';
import { typeExpression } from './type-expression.ts';

const COLUMNS = {
  I: 'INT',
  B: 'BIGINT',
  D: 'DOUBLE',
  M: 'DECIMAL(10, 2)',
  S: 'STRING',
  OK: 'BOOLEAN',
  DAY: 'DATE',
  T: 'TIMESTAMP',
  LIST: 'ARRAY<INT>',
  BOOK: 'MAP<STRING, BIGINT>',
  REC: 'STRUCT<X INT, Y STRUCT<Z STRING>>',
};

const scope: Scope = {
  metastore: emptyMetastore(builtins),
  columns: new Map(
    Object.entries(COLUMNS).map(([name, type], index): [string, Expression] => [
      columnKey(null, name),
      { kind: 'column', part: 'value', index, name, type: resolveType(parseTypeText(type), new Map()) },
    ]),
  ),
  computed: new Map(),
  variables: new Map(),
  columnText: (_source, name) => name,
  typeExpression,
};

const typed = (text: string): Expression => typeExpression(parseExpressionText(text), scope);
const typeOf = (text: string): string => formatType(typed(text).type);
const refusal = (text: string): string => {
  try {
    typed(text);
  } catch (error) {
    if (isSqlError(error)) return error.message;
    throw error;
  }
  throw new Error(`not refused: ${text}`);
};

test.each([
  ['I + I', 'INTEGER'],
  ['I * B', 'BIGINT'],
  ['B / D', 'DOUBLE'],
  ['M + I', 'DECIMAL(13, 2)'],
  ['M * 1.5', 'DECIMAL(13, 3)'],
  ['M / M', 'DECIMAL(23, 13)'],
  ['M + D', 'DOUBLE'],
  ["S + 'x'", 'STRING'],
  ['2147483648', 'BIGINT'],
  ['.50', 'DECIMAL(2, 2)'],
  ['1e3', 'DOUBLE'],
  ['-M', 'DECIMAL(10, 2)'],
  ['LIST[1]', 'INTEGER'],
  ["BOOK['a']", 'BIGINT'],
  ['REC->Y->Z', 'STRING'],
  ['CASE WHEN OK THEN I ELSE B END', 'BIGINT'],
  ["ARRAY[1, '2', B]", 'ARRAY<BIGINT>'],
  ["MAP('a' := 1, 'b' := 2.5)", 'MAP<STRING, DECIMAL(11, 1)>'],
  ['STRUCT(A := I, B := S)', 'STRUCT<`A` INTEGER, `B` STRING>'],
  ['TRANSFORM(LIST, x => x + B)', 'ARRAY<BIGINT>'],
  ['CAST(S AS DECIMAL(4, 1))', 'DECIMAL(4, 1)'],
  ['T > DAY', 'BOOLEAN'],
])('%s is %s', (text, type) => {
  expect(typeOf(text)).toBe(type);
});

test('operands of arithmetic are brought to the type of the result, those of comparisons are not', () => {
  expect(typed('I + B')).toMatchObject({ left: { kind: 'cast', implicit: true, type: { kind: 'BIGINT' } } });
  expect(typed('I < D')).toMatchObject({ left: { kind: 'column' }, right: { kind: 'column' } });
});

test('a text beside a moment is read as one', () => {
  expect(typed("T >= '2001-01-01T00:00'")).toMatchObject({ right: { kind: 'cast', type: { kind: 'TIMESTAMP' } } });
  expect(typed("DAY IN ('2001-01-01')")).toMatchObject({ options: [{ kind: 'literal', value: 11_323 }] });
});

test('a literal beyond 2^53 keeps its digits', () => {
  expect(typed('9007199254740993')).toMatchObject({ value: '9007199254740993', type: { kind: 'BIGINT' } });
});

test.each([
  ['OK + 1', 'Unsupported arithmetic types. BOOLEAN INTEGER'],
  ['I = S', 'Cannot compare I (INTEGER) to S (STRING) with EQUAL.'],
  ['LIST < LIST', 'Cannot compare LIST (ARRAY<INTEGER>) to LIST (ARRAY<INTEGER>) with LESS_THAN.'],
  ['I = NULL', 'Comparison with NULL not supported: I = NULL'],
  ["I IN (1, 'x')", 'Invalid Predicate: invalid input syntax for type INTEGER: "x".'],
  ['REC->YY', "Could not find field 'YY' in 'REC'. Did you mean 'Y'?"],
  ['CAST(OK AS DATE)', 'Cast of BOOLEAN to DATE is not supported'],
  ['COUNT(I)', 'Aggregate function COUNT is not allowed here'],
  ['UCAES(S)', 'Did you mean UCASE?'],
  ['9223372036854775808', 'Invalid numeric literal: 9223372036854775808'],
])('%s is refused: %s', (text, message) => {
  expect(refusal(text)).toContain(message);
});
