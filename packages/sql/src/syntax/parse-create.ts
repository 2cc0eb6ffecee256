import type { ColumnDefinition, CreateAsSelect, CreateSource, CreateType, SourceKind, Statement } from './ast.ts';
import { parseConnectorCreation } from './parse-connector.ts';
import { parseQuery } from './parse-query.ts';
import { parseType } from './parse-type.ts';
import { parseWith } from './parse-with.ts';
import type { Span } from './span.ts';
import { sqlError } from './sql-error.ts';
import type { TokenCursor } from './token-cursor.ts';

/** CREATE …, from the word CREATE on. */
export function parseCreate(cursor: TokenCursor): Statement {
  const first = cursor.token.at;
  cursor.expectWord('CREATE');
  if (cursor.acceptWord('TYPE')) return parseCreateType(cursor, first);
  if (cursor.isWord('SINK', 'CONNECTOR') || cursor.isWord('SOURCE', 'CONNECTOR')) {
    return parseConnectorCreation(cursor, first);
  }
  const orReplace = cursor.acceptWord('OR', 'REPLACE');
  const readOnly = cursor.acceptWord('SOURCE');
  const sourceKind = parseSourceKind(cursor);
  const ifNotExists = cursor.acceptWord('IF', 'NOT', 'EXISTS');
  const name = cursor.expectName();
  const columns = cursor.isSymbol('(') ? parseColumns(cursor, sourceKind) : [];
  const properties = parseWith(cursor);
  if (columns.length === 0 && cursor.acceptWord('AS')) {
    const query = parseQuery(cursor);
    const at = cursor.spanFrom(first);
    return {
      kind: 'createAsSelect',
      at,
      sourceKind,
      name,
      properties,
      query,
      orReplace,
      ifNotExists,
    } satisfies CreateAsSelect;
  }
  const at = cursor.spanFrom(first);
  return {
    kind: 'createSource',
    at,
    sourceKind,
    name,
    columns,
    properties,
    orReplace,
    ifNotExists,
    readOnly,
  } satisfies CreateSource;
}

export function parseSourceKind(cursor: TokenCursor): SourceKind {
  return cursor.expectOneOf('STREAM', 'TABLE') === 'STREAM' ? 'stream' : 'table';
}

function parseCreateType(cursor: TokenCursor, first: Span): CreateType {
  const ifNotExists = cursor.acceptWord('IF', 'NOT', 'EXISTS');
  const name = cursor.expectName();
  cursor.expectWord('AS');
  const type = parseType(cursor);
  return { kind: 'createType', at: cursor.spanFrom(first), name, type, ifNotExists };
}

function parseColumns(cursor: TokenCursor, sourceKind: SourceKind): ColumnDefinition[] {
  const columns: ColumnDefinition[] = [];
  cursor.expectSymbol('(');
  do {
    columns.push(parseColumn(cursor, sourceKind));
  } while (cursor.acceptSymbol(','));
  cursor.expectSymbol(')');
  return columns;
}

function parseColumn(cursor: TokenCursor, sourceKind: SourceKind): ColumnDefinition {
  const first = cursor.token.at;
  const name = cursor.expectName();
  const type = parseType(cursor);
  if (cursor.acceptWord('HEADERS')) {
    return { at: cursor.spanFrom(first), name, type, role: 'headers', headerKey: null };
  }
  if (cursor.acceptWord('HEADER')) {
    cursor.expectSymbol('(');
    const headerKey = cursor.expectString();
    cursor.expectSymbol(')');
    return { at: cursor.spanFrom(first), name, type, role: 'headers', headerKey };
  }
  const role = parseKeyRole(cursor);
  const at = cursor.spanFrom(first);
  if (role === 'key' && sourceKind === 'table') throw wrongKey(name, first, "a 'KEY'", "'PRIMARY KEY' for tables");
  if (role === 'primaryKey' && sourceKind === 'stream')
    throw wrongKey(name, first, "a 'PRIMARY KEY'", "'KEY' for streams");
  return { at, name, type, role, headerKey: null };
}

function parseKeyRole(cursor: TokenCursor): 'key' | 'primaryKey' | 'value' {
  if (cursor.acceptWord('PRIMARY')) {
    cursor.expectWord('KEY');
    return 'primaryKey';
  }
  return cursor.acceptWord('KEY') ? 'key' : 'value';
}

function wrongKey(name: string, at: Span, is: string, use: string): Error {
  return sqlError(
    'parse',
    `Line: ${at.line}, Col: ${at.column}: Column \`${name}\` is ${is} column: please use ${use}.`,
    at,
  );
}
