import type { WindowClause } from './ast.ts';
import { parseDuration } from './parse-duration.ts';
import type { TokenCursor } from './token-cursor.ts';

/** WINDOW [name] TUMBLING | HOPPING | SESSION ( … ), from the word WINDOW on. */
export function parseWindow(cursor: TokenCursor): WindowClause {
  const first = cursor.token.at;
  cursor.expectWord('WINDOW');
  const name = cursor.isSymbol('(', 1) ? null : cursor.expectName();
  const type = cursor.expectOneOf('TUMBLING', 'HOPPING', 'SESSION');
  cursor.expectSymbol('(');
  if (type !== 'SESSION') cursor.expectWord('SIZE');
  const sizeMs = parseDuration(cursor);
  let advanceMs = sizeMs;
  if (type === 'HOPPING') {
    cursor.expectSymbol(',');
    cursor.expectWord('ADVANCE', 'BY');
    advanceMs = parseDuration(cursor);
  }
  let retentionMs: number | null = null;
  let graceMs: number | null = null;
  while (cursor.acceptSymbol(',')) {
    if (retentionMs === null && graceMs === null && cursor.acceptWord('RETENTION')) retentionMs = parseDuration(cursor);
    else {
      cursor.expectWord('GRACE', 'PERIOD');
      graceMs = parseDuration(cursor);
    }
  }
  cursor.expectSymbol(')');
  return { at: cursor.spanFrom(first), name, type, sizeMs, advanceMs, retentionMs, graceMs };
}
