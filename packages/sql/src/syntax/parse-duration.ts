import { TIME_UNITS } from './keywords.ts';
import type { TokenCursor } from './token-cursor.ts';

/** `10 SECONDS`, in milliseconds. */
export function parseDuration(cursor: TokenCursor): number {
  const count = cursor.expectInteger();
  const { token } = cursor;
  const unitMs = token.kind === 'word' ? TIME_UNITS[token.value] : undefined;
  if (unitMs === undefined) throw cursor.unexpected("'DAYS', 'HOURS', 'MINUTES', 'SECONDS', 'MILLISECONDS'");
  cursor.next();
  return count * unitMs;
}
