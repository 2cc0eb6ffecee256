import type { SqlType } from '../types/sql-type.ts';
import type { AstType } from './ast-expression.ts';
import { sqlError } from './sql-error.ts';
import type { TokenCursor } from './token-cursor.ts';

const PRIMITIVES: Readonly<Record<string, Exclude<SqlType['kind'], 'DECIMAL' | 'ARRAY' | 'MAP' | 'STRUCT'>>> = {
  BOOLEAN: 'BOOLEAN',
  INT: 'INTEGER',
  INTEGER: 'INTEGER',
  BIGINT: 'BIGINT',
  DOUBLE: 'DOUBLE',
  VARCHAR: 'STRING',
  STRING: 'STRING',
  BYTES: 'BYTES',
  DATE: 'DATE',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
};

/** INT, DECIMAL(4, 2), ARRAY<T>, MAP<K, V>, STRUCT<name T, …>, or the name of a CREATE TYPE. */
export function parseType(cursor: TokenCursor): AstType {
  return cursor.nested(parseNestedType);
}

function parseNestedType(cursor: TokenCursor): AstType {
  const first = cursor.token.at;
  if (cursor.isWord('ARRAY') && cursor.isSymbol('<', 1)) {
    cursor.next();
    cursor.expectSymbol('<');
    const element = parseType(cursor);
    cursor.expectSymbol('>');
    return { kind: 'array', at: cursor.spanFrom(first), element };
  }
  if (cursor.isWord('MAP') && cursor.isSymbol('<', 1)) {
    cursor.next();
    cursor.expectSymbol('<');
    const key = parseType(cursor);
    cursor.expectSymbol(',');
    const value = parseType(cursor);
    cursor.expectSymbol('>');
    return { kind: 'map', at: cursor.spanFrom(first), key, value };
  }
  if (cursor.isWord('STRUCT') && (cursor.isSymbol('<', 1) || cursor.isSymbol('<>', 1))) return parseStruct(cursor);
  return parseBaseType(cursor);
}

function parseStruct(cursor: TokenCursor): AstType {
  const first = cursor.next().at;
  const fields: { name: string; type: AstType }[] = [];
  if (!cursor.acceptSymbol('<>')) {
    cursor.expectSymbol('<');
    do {
      const name = cursor.expectName();
      fields.push({ name, type: parseType(cursor) });
    } while (cursor.acceptSymbol(','));
    cursor.expectSymbol('>');
  }
  return { kind: 'struct', at: cursor.spanFrom(first), fields };
}

function parseBaseType(cursor: TokenCursor): AstType {
  const { token } = cursor;
  const name = cursor.expectName();
  const parameters = parseTypeParameters(cursor);
  const at = cursor.spanFrom(token.at);
  if (token.kind === 'word' && (name === 'DECIMAL' || name === 'DEC')) {
    return { kind: 'primitive', at, type: decimalType(parameters, cursor) };
  }
  const kind = token.kind === 'word' ? PRIMITIVES[name] : undefined;
  return kind === undefined ? { kind: 'named', at, name } : { kind: 'primitive', at, type: { kind } };
}

/** Any base type takes parameters; only those of DECIMAL mean something. */
function parseTypeParameters(cursor: TokenCursor): (number | null)[] {
  const parameters: (number | null)[] = [];
  if (!cursor.acceptSymbol('(')) return parameters;
  do {
    if (cursor.token.kind === 'integer') parameters.push(cursor.expectInteger());
    else if (cursor.acceptWord('STRING')) parameters.push(null);
    else throw cursor.unexpected("'STRING', INTEGER_VALUE");
  } while (cursor.acceptSymbol(','));
  cursor.expectSymbol(')');
  return parameters;
}

function decimalType(parameters: readonly (number | null)[], cursor: TokenCursor): SqlType {
  const [precision, scale] = parameters;
  if (parameters.length !== 2 || typeof precision !== 'number' || typeof scale !== 'number') {
    throw sqlError('prepare', 'DECIMAL type requires exactly two parameters: precision and scale', cursor.token.at);
  }
  if (precision < 1) {
    throw sqlError('prepare', `DECIMAL precision must be >= 1: DECIMAL(${precision},${scale})`, cursor.token.at);
  }
  if (scale > precision) {
    throw sqlError('prepare', `DECIMAL precision must be >= scale: DECIMAL(${precision},${scale})`, cursor.token.at);
  }
  return { kind: 'DECIMAL', precision, scale };
}
