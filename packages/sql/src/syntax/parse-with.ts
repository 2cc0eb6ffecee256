import type { WithProperty } from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import type { TokenCursor } from './token-cursor.ts';

/** `WITH (name = value, …)`; nothing at all gives an empty list. */
export function parseWith(cursor: TokenCursor): WithProperty[] {
  const properties: WithProperty[] = [];
  if (!cursor.acceptWord('WITH')) return properties;
  cursor.expectSymbol('(');
  if (cursor.acceptSymbol(')')) return properties;
  do {
    const first = cursor.token.at;
    const name = cursor.token.kind === 'string' ? cursor.expectString() : cursor.expectName();
    cursor.expectSymbol('=');
    const value = parseExpression(cursor);
    properties.push({ at: cursor.spanFrom(first), name, value });
  } while (cursor.acceptSymbol(','));
  cursor.expectSymbol(')');
  return properties;
}
