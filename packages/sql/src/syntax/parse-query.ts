import type { JoinType } from '../plan/physical-plan.ts';
import type { FromSource, Join, Query, SelectItem, Within } from './ast.ts';
import type { AstExpression } from './ast-expression.ts';
import { parseDuration } from './parse-duration.ts';
import { parseExpression, parseExpressions, parseValueExpression } from './parse-expression.ts';
import { parseWindow } from './parse-window.ts';
import { sqlError } from './sql-error.ts';
import type { TokenCursor } from './token-cursor.ts';

/** SELECT … FROM … with every clause, from the word SELECT on. */
export function parseQuery(cursor: TokenCursor): Query {
  const first = cursor.token.at;
  cursor.expectWord('SELECT');
  const items = [parseSelectItem(cursor)];
  while (cursor.acceptSymbol(',')) items.push(parseSelectItem(cursor));
  cursor.expectWord('FROM');
  const from = parseFrom(cursor);
  const joins: Join[] = [];
  for (let join = parseJoin(cursor); join !== null; join = parseJoin(cursor)) joins.push(join);
  const window = cursor.isWord('WINDOW') ? parseWindow(cursor) : null;
  const where = cursor.acceptWord('WHERE') ? parseExpression(cursor) : null;
  const groupBy = cursor.acceptWord('GROUP', 'BY') ? parseGrouping(cursor) : null;
  const partitionBy = cursor.acceptWord('PARTITION', 'BY') ? parseGrouping(cursor) : null;
  const having = cursor.acceptWord('HAVING') ? parseExpression(cursor) : null;
  const emit = cursor.acceptWord('EMIT') ? parseEmit(cursor) : null;
  const limit = cursor.acceptWord('LIMIT') ? parseLimit(cursor, emit) : null;
  return { at: cursor.spanFrom(first), items, from, joins, window, where, groupBy, partitionBy, having, emit, limit };
}

function parseLimit(cursor: TokenCursor, emit: Query['emit']): number {
  const { at } = cursor.token;
  if (!cursor.acceptSymbol('-')) return cursor.expectInteger();
  const kind = emit === null ? 'Pull' : 'Push';
  throw sqlError(
    'plan',
    `${kind} queries don't support negative integers in the LIMIT clause. See https://cnfl.io/queries for more info.`,
    at,
  );
}

function parseEmit(cursor: TokenCursor): 'changes' | 'final' {
  return cursor.expectOneOf('CHANGES', 'FINAL') === 'FINAL' ? 'final' : 'changes';
}

function parseSelectItem(cursor: TokenCursor): SelectItem {
  const first = cursor.token.at;
  if (cursor.acceptSymbol('*')) return { kind: 'star', at: first, source: null };
  if (cursor.isName() && cursor.isSymbol('.', 1) && cursor.isSymbol('*', 2)) {
    const source = cursor.expectName();
    cursor.next();
    cursor.next();
    return { kind: 'star', at: cursor.spanFrom(first), source };
  }
  const value = parseExpression(cursor);
  if (cursor.acceptSymbol('->')) {
    cursor.expectSymbol('*');
    return { kind: 'structStar', at: cursor.spanFrom(first), value };
  }
  const named = cursor.acceptWord('AS') || (cursor.isName() && !startsClause(cursor));
  const alias = named ? cursor.expectName() : null;
  return { kind: 'expression', at: cursor.spanFrom(first), value, alias };
}

function parseFrom(cursor: TokenCursor): FromSource {
  const first = cursor.token.at;
  const name = cursor.expectName();
  if (cursor.acceptWord('AS')) return { at: cursor.spanFrom(first), name, alias: cursor.expectName() };
  const aliased = cursor.isName() && !startsClause(cursor);
  const alias = aliased ? cursor.expectName() : name;
  return { at: cursor.spanFrom(first), name, alias };
}

/** Words that are not reserved but go on with the query rather than name the source. */
function startsClause(cursor: TokenCursor): boolean {
  return cursor.isWord('PARTITION', 'BY') || cursor.isWord('EMIT', 'CHANGES') || cursor.isWord('EMIT', 'FINAL');
}

function parseJoin(cursor: TokenCursor): Join | null {
  const first = cursor.token.at;
  const type = acceptJoinType(cursor);
  if (type === null) return null;
  const source = parseFrom(cursor);
  const within = cursor.acceptWord('WITHIN') ? parseWithin(cursor) : null;
  cursor.expectWord('ON');
  const on = parseExpression(cursor);
  return { at: cursor.spanFrom(first), type, source, within, on };
}

function acceptJoinType(cursor: TokenCursor): JoinType | null {
  if (cursor.acceptWord('JOIN')) return 'INNER';
  const type = (['INNER', 'LEFT', 'RIGHT', 'FULL'] as const).find((word) => cursor.acceptWord(word));
  if (type === undefined) {
    if (!cursor.acceptWord('OUTER', 'JOIN')) return null;
    return 'FULL';
  }
  if (type !== 'INNER') cursor.acceptWord('OUTER');
  cursor.expectWord('JOIN');
  return type;
}

function parseWithin(cursor: TokenCursor): Within {
  let beforeMs: number;
  let afterMs: number;
  if (cursor.acceptSymbol('(')) {
    beforeMs = parseDuration(cursor);
    cursor.expectSymbol(',');
    afterMs = parseDuration(cursor);
    cursor.expectSymbol(')');
  } else {
    beforeMs = parseDuration(cursor);
    afterMs = beforeMs;
  }
  const graceMs = cursor.acceptWord('GRACE', 'PERIOD') ? parseDuration(cursor) : null;
  return { beforeMs, afterMs, graceMs };
}

/** `a, b` or `(a, b)` or `()`. A bracket may also open an expression, as in `(a + b) * 2, c`. */
function parseGrouping(cursor: TokenCursor): AstExpression[] {
  const start = cursor.mark();
  if (cursor.acceptSymbol('(')) {
    const listed = cursor.isSymbol(')') ? [] : parseExpressions(cursor);
    if (cursor.acceptSymbol(')') && endsGrouping(cursor)) return listed;
    cursor.reset(start);
  }
  const expressions = [parseValueExpression(cursor)];
  while (cursor.acceptSymbol(',')) expressions.push(parseValueExpression(cursor));
  return expressions;
}

function endsGrouping({ token }: TokenCursor): boolean {
  if (token.kind === 'symbol') return token.value === ';' || token.value === ')';
  return token.kind === 'end' || token.kind === 'word';
}
