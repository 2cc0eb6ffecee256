import type { ComparisonOperator } from '../plan/expression.ts';
import type { AstExpression } from './ast-expression.ts';
import { parsePrimary } from './parse-primary.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Weakest first: OR, AND, NOT, a predicate, then arithmetic. */
export function parseExpression(cursor: TokenCursor): AstExpression {
  return cursor.nested(parseDisjunction);
}

function parseDisjunction(cursor: TokenCursor): AstExpression {
  const first = cursor.token.at;
  let left = parseConjunction(cursor);
  for (let length = 1; cursor.acceptWord('OR'); length += 1) {
    cursor.chained(length);
    const right = parseConjunction(cursor);
    left = { kind: 'or', at: cursor.spanFrom(first), left, right };
  }
  return left;
}

function parseConjunction(cursor: TokenCursor): AstExpression {
  const first = cursor.token.at;
  let left = parseNegation(cursor);
  for (let length = 1; cursor.acceptWord('AND'); length += 1) {
    cursor.chained(length);
    const right = parseNegation(cursor);
    left = { kind: 'and', at: cursor.spanFrom(first), left, right };
  }
  return left;
}

function parseNegation(cursor: TokenCursor): AstExpression {
  const first = cursor.token.at;
  if (!cursor.acceptWord('NOT')) return parsePredicate(cursor);
  const operand = cursor.nested(parseNegation);
  return { kind: 'not', at: cursor.spanFrom(first), operand };
}

function parsePredicate(cursor: TokenCursor): AstExpression {
  const first = cursor.token.at;
  const operand = parseValueExpression(cursor);
  const operator = acceptComparison(cursor);
  if (operator !== null) {
    const right = parseValueExpression(cursor);
    return { kind: 'comparison', at: cursor.spanFrom(first), operator, left: operand, right };
  }
  if (cursor.acceptWord('IS')) {
    const negated = cursor.acceptWord('NOT');
    if (cursor.acceptWord('DISTINCT')) {
      cursor.expectWord('FROM');
      const right = parseValueExpression(cursor);
      const distinct = negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
      return { kind: 'comparison', at: cursor.spanFrom(first), operator: distinct, left: operand, right };
    }
    cursor.expectWord('NULL');
    return { kind: 'isNull', at: cursor.spanFrom(first), operand, negated };
  }
  const negated =
    cursor.isWord('NOT', 'IN') || cursor.isWord('NOT', 'LIKE') || cursor.isWord('NOT', 'BETWEEN')
      ? cursor.acceptWord('NOT')
      : false;
  if (cursor.acceptWord('BETWEEN')) {
    const low = parseValueExpression(cursor);
    cursor.expectWord('AND');
    const high = parseValueExpression(cursor);
    return { kind: 'between', at: cursor.spanFrom(first), operand, low, high, negated };
  }
  if (cursor.acceptWord('IN')) {
    cursor.expectSymbol('(');
    const options = parseExpressions(cursor);
    cursor.expectSymbol(')');
    return { kind: 'in', at: cursor.spanFrom(first), operand, options, negated };
  }
  if (cursor.acceptWord('LIKE')) {
    const pattern = parseValueExpression(cursor);
    const escape = cursor.acceptWord('ESCAPE') ? cursor.expectString() : null;
    return { kind: 'like', at: cursor.spanFrom(first), operand, pattern, escape, negated };
  }
  return operand;
}

export function parseExpressions(cursor: TokenCursor): AstExpression[] {
  const expressions = [parseExpression(cursor)];
  while (cursor.acceptSymbol(',')) expressions.push(parseExpression(cursor));
  return expressions;
}

function acceptComparison(cursor: TokenCursor): ComparisonOperator | null {
  for (const operator of ['=', '<>', '<=', '>=', '<', '>'] as const) {
    if (cursor.acceptSymbol(operator)) return operator;
  }
  return null;
}

/** Arithmetic, without predicates: what GROUP BY and PARTITION BY take. */
export function parseValueExpression(cursor: TokenCursor): AstExpression {
  const first = cursor.token.at;
  let left = parseTerm(cursor);
  for (let length = 1; ; length += 1) {
    cursor.chained(length);
    const operator =
      cursor.acceptSymbol('+') || cursor.acceptSymbol('||') ? '+' : cursor.acceptSymbol('-') ? '-' : null;
    if (operator === null) return left;
    const right = parseTerm(cursor);
    left = { kind: 'arithmetic', at: cursor.spanFrom(first), operator, left, right };
  }
}

function parseTerm(cursor: TokenCursor): AstExpression {
  const first = cursor.token.at;
  let left = parseSigned(cursor);
  for (let length = 1; ; length += 1) {
    cursor.chained(length);
    const operator = (['*', '/', '%'] as const).find((symbol) => cursor.acceptSymbol(symbol));
    if (operator === undefined) return left;
    const right = parseSigned(cursor);
    left = { kind: 'arithmetic', at: cursor.spanFrom(first), operator, left, right };
  }
}

/** A sign before a number is part of the number: the lowest BIGINT has no positive counterpart. */
function parseSigned(cursor: TokenCursor): AstExpression {
  const first = cursor.token.at;
  if (cursor.acceptSymbol('+')) return cursor.nested(parseSigned);
  if (!cursor.acceptSymbol('-')) return parsePrimary(cursor, parseExpression);
  const { token } = cursor;
  if (token.kind === 'integer' || token.kind === 'decimal' || token.kind === 'double') {
    cursor.next();
    return { kind: token.kind, at: cursor.spanFrom(first), text: `-${token.value}` };
  }
  const operand = cursor.nested(parseSigned);
  return { kind: 'negate', at: cursor.spanFrom(first), operand };
}
