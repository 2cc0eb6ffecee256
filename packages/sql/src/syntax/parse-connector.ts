import type { ConnectorStatement } from './ast.ts';
import { parseWith } from './parse-with.ts';
import type { Span } from './span.ts';
import type { TokenCursor } from './token-cursor.ts';

/** SOURCE | SINK CONNECTOR [IF NOT EXISTS] name WITH ( … ). */
export function parseConnectorCreation(cursor: TokenCursor, first: Span): ConnectorStatement {
  const action = cursor.expectOneOf('SOURCE', 'SINK') === 'SOURCE' ? 'createSource' : 'createSink';
  cursor.expectWord('CONNECTOR');
  const conditional = cursor.acceptWord('IF', 'NOT', 'EXISTS');
  const name = cursor.token.kind === 'string' ? cursor.expectString() : cursor.expectName();
  const properties = parseWith(cursor);
  return { kind: 'connector', at: cursor.spanFrom(first), action, name, properties, conditional };
}
