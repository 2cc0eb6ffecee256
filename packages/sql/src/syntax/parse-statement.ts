import type { AssertSchema, AssertTopic, InsertSelect, InsertValues, Print, Statement } from './ast.ts';
import { parseAlter, parseDrop } from './parse-change.ts';
import { parseCreate } from './parse-create.ts';
import { parseDuration } from './parse-duration.ts';
import { parseExpression } from './parse-expression.ts';
import { parseDescribe, parseList } from './parse-list.ts';
import { parseQuery } from './parse-query.ts';
import { parseWith } from './parse-with.ts';
import type { TokenCursor } from './token-cursor.ts';

/** One statement, without its semicolon. */
export function parseStatement(cursor: TokenCursor): Statement {
  const first = cursor.token.at;
  if (cursor.token.kind !== 'word') throw cursor.unknownStatement();
  switch (cursor.token.value) {
    case 'CREATE':
      return parseCreate(cursor);
    case 'SELECT': {
      const query = parseQuery(cursor);
      return { kind: 'query', at: cursor.spanFrom(first), query };
    }
    case 'INSERT':
      return parseInsert(cursor);
    case 'DROP':
      return parseDrop(cursor);
    case 'ALTER':
      return parseAlter(cursor);
    case 'SHOW':
    case 'LIST':
      return parseList(cursor);
    case 'DESCRIBE':
      return parseDescribe(cursor);
    case 'EXPLAIN':
      return parseExplain(cursor);
    case 'PRINT':
      return parsePrint(cursor);
    case 'ASSERT':
      return parseAssert(cursor);
    case 'TERMINATE':
    case 'PAUSE':
    case 'RESUME':
      return parseQueryControl(cursor);
    case 'SET':
    case 'UNSET':
    case 'DEFINE':
    case 'UNDEFINE':
      return parseSetting(cursor);
    default:
      throw cursor.unknownStatement();
  }
}

function parseInsert(cursor: TokenCursor): InsertSelect | InsertValues {
  const first = cursor.token.at;
  cursor.expectWord('INSERT', 'INTO');
  const targetAt = cursor.token.at;
  const target = cursor.expectName();
  const columns = cursor.isSymbol('(') ? parseNames(cursor) : null;
  if (columns === null && !cursor.isWord('VALUES')) {
    const properties = parseWith(cursor);
    const query = parseQuery(cursor);
    return { kind: 'insertSelect', at: cursor.spanFrom(first), target, targetAt, properties, query };
  }
  cursor.expectWord('VALUES');
  cursor.expectSymbol('(');
  const values = [parseExpression(cursor)];
  while (cursor.acceptSymbol(',')) values.push(parseExpression(cursor));
  cursor.expectSymbol(')');
  return { kind: 'insertValues', at: cursor.spanFrom(first), target, targetAt, columns, values };
}

function parseNames(cursor: TokenCursor): string[] {
  cursor.expectSymbol('(');
  const names = [cursor.expectName()];
  while (cursor.acceptSymbol(',')) names.push(cursor.expectName());
  cursor.expectSymbol(')');
  return names;
}

function parseExplain(cursor: TokenCursor): Statement {
  const first = cursor.next().at;
  if (cursor.isName() && (cursor.peek(1).kind === 'end' || cursor.isSymbol(';', 1))) {
    const queryId = cursor.expectName();
    return { kind: 'explain', at: cursor.spanFrom(first), statement: null, queryId };
  }
  const statement = parseStatement(cursor);
  return { kind: 'explain', at: cursor.spanFrom(first), statement, queryId: null };
}

/** A topic's name keeps its case, quoted or not. */
function parsePrint(cursor: TokenCursor): Print {
  const first = cursor.next().at;
  const { token } = cursor;
  if (token.kind === 'string') cursor.next();
  else cursor.expectName();
  const topic = token.kind === 'word' ? token.text : token.value;
  const fromBeginning = cursor.acceptWord('FROM', 'BEGINNING');
  const interval = cursor.acceptWord('INTERVAL') || cursor.acceptWord('SAMPLE') ? cursor.expectInteger() : null;
  const limit = cursor.acceptWord('LIMIT') ? cursor.expectInteger() : null;
  return { kind: 'print', at: cursor.spanFrom(first), topic, fromBeginning, interval, limit };
}

function parseAssert(cursor: TokenCursor): AssertTopic | AssertSchema {
  const first = cursor.next().at;
  const exists = !cursor.acceptWord('NOT', 'EXISTS');
  if (cursor.expectOneOf('TOPIC', 'SCHEMA') === 'TOPIC') {
    const { token } = cursor;
    if (token.kind === 'string') cursor.next();
    else cursor.expectName();
    const topic = token.kind === 'word' ? token.text : token.value;
    const properties = parseWith(cursor);
    const timeoutMs = cursor.acceptWord('TIMEOUT') ? parseDuration(cursor) : null;
    return { kind: 'assertTopic', at: cursor.spanFrom(first), topic, properties, exists, timeoutMs };
  }
  const subject = cursor.acceptWord('SUBJECT') ? subjectName(cursor) : null;
  const schemaId = cursor.acceptWord('ID') ? cursor.expectInteger() : null;
  if (subject === null && schemaId === null) throw cursor.unexpected("'SUBJECT', 'ID'");
  const timeoutMs = cursor.acceptWord('TIMEOUT') ? parseDuration(cursor) : null;
  return { kind: 'assertSchema', at: cursor.spanFrom(first), subject, schemaId, exists, timeoutMs };
}

function subjectName(cursor: TokenCursor): string {
  return cursor.token.kind === 'string' ? cursor.expectString() : cursor.expectName();
}

function parseQueryControl(cursor: TokenCursor): Statement {
  const first = cursor.token.at;
  const word = cursor.expectOneOf('TERMINATE', 'PAUSE', 'RESUME');
  const kind = ({ TERMINATE: 'terminate', PAUSE: 'pause', RESUME: 'resume' } as const)[word];
  if (word === 'TERMINATE') cursor.acceptWord('QUERY');
  const queryId = cursor.acceptWord('ALL') ? null : cursor.expectName();
  return { kind, at: cursor.spanFrom(first), queryId };
}

function parseSetting(cursor: TokenCursor): Statement {
  const first = cursor.token.at;
  const word = cursor.expectOneOf('SET', 'UNSET', 'DEFINE', 'UNDEFINE');
  if (word === 'UNDEFINE') {
    const name = cursor.expectName();
    return { kind: 'undefine', at: cursor.spanFrom(first), name };
  }
  const name = word === 'DEFINE' ? cursor.expectName() : cursor.expectString();
  if (word === 'UNSET') return { kind: 'unset', at: cursor.spanFrom(first), name };
  cursor.expectSymbol('=');
  const value = cursor.expectString();
  return { kind: word === 'SET' ? 'set' : 'define', at: cursor.spanFrom(first), name, value };
}
