import type { AstExpression } from './ast-expression.ts';
import { TIME_UNITS } from './keywords.ts';
import { parseType } from './parse-type.ts';
import type { Span } from './span.ts';
import type { TokenCursor } from './token-cursor.ts';

/** How a whole expression is parsed: brackets and arguments hold whole ones again. */
export type ExpressionParser = (cursor: TokenCursor) => AstExpression;

const FUNCTIONS_OF_A_UNIT = /^(TIMESTAMP|DATE|TIME)(ADD|SUB)$/;

/** A literal, name, call, constructor or bracketed expression, with its subscripts and field accesses. */
export function parsePrimary(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.token.at;
  let operand = parseAtom(cursor, parse);
  for (let length = 1; ; length += 1) {
    cursor.chained(length);
    if (cursor.acceptSymbol('[')) {
      const index = parse(cursor);
      cursor.expectSymbol(']');
      operand = { kind: 'subscript', at: cursor.spanFrom(first), operand, index };
    } else if (cursor.isSymbol('->') && !cursor.isSymbol('*', 1)) {
      cursor.next();
      const name = cursor.expectName();
      operand = { kind: 'field', at: cursor.spanFrom(first), operand, name };
    } else {
      return operand;
    }
  }
}

function parseAtom(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const { token } = cursor;
  switch (token.kind) {
    case 'string':
      cursor.next();
      return { kind: 'string', at: token.at, value: token.value };
    case 'integer':
    case 'decimal':
    case 'double':
      cursor.next();
      return { kind: token.kind, at: token.at, text: token.value };
    case 'symbol':
      return parseBracketed(cursor, parse);
    case 'word':
      return parseWord(cursor, parse);
    case 'quoted':
    case 'variable':
      return parseNamed(cursor, parse);
    case 'end':
      throw cursor.unexpected('expression');
  }
}

function parseBracketed(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  if (!cursor.isSymbol('(')) throw cursor.unexpected('expression');
  cursor.next();
  const inner = parse(cursor);
  cursor.expectSymbol(')');
  return inner;
}

function parseWord(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const { token } = cursor;
  const called = cursor.isSymbol('(', 1);
  switch (token.value) {
    case 'NULL':
      cursor.next();
      return { kind: 'null', at: token.at };
    case 'TRUE':
    case 'FALSE':
      cursor.next();
      return { kind: 'boolean', at: token.at, value: token.value === 'TRUE' };
    case 'CASE':
      return parseCase(cursor, parse);
    case 'CAST':
      return parseCast(cursor, parse);
    case 'ARRAY':
      return cursor.isSymbol('[', 1) ? parseArray(cursor, parse) : parseNamed(cursor, parse);
    case 'MAP':
      return called ? parseMap(cursor, parse) : parseNamed(cursor, parse);
    case 'STRUCT':
      return called ? parseStruct(cursor, parse) : parseNamed(cursor, parse);
    default:
      return parseNamed(cursor, parse);
  }
}

/** A column (`name`, `source.name`) or a call. Some reserved words are functions too: REPLACE, LEFT … when a bracket follows. */
function parseNamed(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.token;
  if (cursor.isSymbol('(', 1)) {
    if (!cursor.isName()) throw cursor.unexpected('expression');
    return parseCall(cursor, parse);
  }
  const name = cursor.expectName();
  if (!cursor.isSymbol('.') || cursor.isSymbol('*', 1)) return { kind: 'column', at: first.at, source: null, name };
  cursor.next();
  const column = cursor.expectName();
  return { kind: 'column', at: cursor.spanFrom(first.at), source: name, name: column };
}

function parseCall(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.token.at;
  const name = cursor.expectName();
  cursor.expectSymbol('(');
  if (cursor.acceptSymbol('*')) {
    cursor.expectSymbol(')');
    return { kind: 'call', at: cursor.spanFrom(first), name, args: [], star: true };
  }
  const args: AstExpression[] = [];
  if (!cursor.isSymbol(')')) {
    if (FUNCTIONS_OF_A_UNIT.test(name) && isUnit(cursor)) args.push(parseUnit(cursor));
    else args.push(parseArgument(cursor, parse));
    while (cursor.acceptSymbol(',')) args.push(parseArgument(cursor, parse));
  }
  cursor.expectSymbol(')');
  return { kind: 'call', at: cursor.spanFrom(first), name, args, star: false };
}

function isUnit(cursor: TokenCursor): boolean {
  return cursor.token.kind === 'word' && cursor.token.value in TIME_UNITS && cursor.isSymbol(',', 1);
}

function parseUnit(cursor: TokenCursor): AstExpression {
  const token = cursor.next();
  return { kind: 'unit', at: token.at, unit: token.value };
}

function parseArgument(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.token.at;
  const parameters = acceptLambdaParameters(cursor);
  if (parameters === null) return parse(cursor);
  const body = parse(cursor);
  return { kind: 'lambda', at: cursor.spanFrom(first), parameters, body };
}

/** `x =>` or `(x, y) =>`, passed; null when no lambda starts here. */
function acceptLambdaParameters(cursor: TokenCursor): string[] | null {
  if (cursor.isName() && cursor.isSymbol('=>', 1)) {
    const name = cursor.expectName();
    cursor.next();
    return [name];
  }
  if (!cursor.isSymbol('(')) return null;
  let ahead = 1;
  while (cursor.isName(ahead) && cursor.isSymbol(',', ahead + 1)) ahead += 2;
  if (!cursor.isName(ahead) || !cursor.isSymbol(')', ahead + 1) || !cursor.isSymbol('=>', ahead + 2)) return null;
  cursor.next();
  const names = [cursor.expectName()];
  while (cursor.acceptSymbol(',')) names.push(cursor.expectName());
  cursor.expectSymbol(')');
  cursor.expectSymbol('=>');
  return names;
}

function parseCase(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.next().at;
  const operand = cursor.isWord('WHEN') ? null : parse(cursor);
  const branches: { when: AstExpression; result: AstExpression }[] = [];
  do {
    cursor.expectWord('WHEN');
    const when = parse(cursor);
    cursor.expectWord('THEN');
    branches.push({ when, result: parse(cursor) });
  } while (cursor.isWord('WHEN'));
  const otherwise = cursor.acceptWord('ELSE') ? parse(cursor) : null;
  cursor.expectWord('END');
  return { kind: 'case', at: cursor.spanFrom(first), operand, branches, otherwise };
}

function parseCast(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.next().at;
  cursor.expectSymbol('(');
  const operand = parse(cursor);
  cursor.expectWord('AS');
  const type = parseType(cursor);
  cursor.expectSymbol(')');
  return { kind: 'cast', at: cursor.spanFrom(first), operand, type };
}

function parseArray(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.next().at;
  cursor.expectSymbol('[');
  const elements = cursor.isSymbol(']') ? [] : parseList(cursor, parse);
  cursor.expectSymbol(']');
  return { kind: 'array', at: cursor.spanFrom(first), elements };
}

function parseMap(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first = cursor.next().at;
  const entries = parsePairs(cursor, parse, parse).map(({ name, value }) => ({ key: name, value }));
  return { kind: 'map', at: cursor.spanFrom(first), entries };
}

function parseStruct(cursor: TokenCursor, parse: ExpressionParser): AstExpression {
  const first: Span = cursor.next().at;
  const fields = parsePairs(cursor, (names) => names.expectName(), parse);
  return { kind: 'struct', at: cursor.spanFrom(first), fields };
}

function parseList(cursor: TokenCursor, parse: ExpressionParser): AstExpression[] {
  const elements = [parse(cursor)];
  while (cursor.acceptSymbol(',')) elements.push(parse(cursor));
  return elements;
}

/** `(name := value, …)`, possibly empty. */
function parsePairs<T>(
  cursor: TokenCursor,
  parseKey: (cursor: TokenCursor) => T,
  parse: ExpressionParser,
): { name: T; value: AstExpression }[] {
  const pairs: { name: T; value: AstExpression }[] = [];
  cursor.expectSymbol('(');
  if (cursor.acceptSymbol(')')) return pairs;
  do {
    const name = parseKey(cursor);
    cursor.expectSymbol(':=');
    pairs.push({ name, value: parse(cursor) });
  } while (cursor.acceptSymbol(','));
  cursor.expectSymbol(')');
  return pairs;
}
