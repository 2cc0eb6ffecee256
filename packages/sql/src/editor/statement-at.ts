import { isSqlError } from '../syntax/sql-error.ts';
import { tokenize } from '../syntax/lexer.ts';
import type { Token } from '../syntax/token.ts';

/** The statement around an offset: its tokens before the word that is being written, those after it, and that word. */
export interface StatementAt {
  readonly before: readonly Token[];
  readonly after: readonly Token[];
  /** The beginning of the word at the offset; empty between words. */
  readonly prefix: string;
  /** Where that word starts. */
  readonly start: number;
}

/** Null within a text or a comment, where nothing can be completed. */
export function statementAt(text: string, offset: number): StatementAt | null {
  const prefix = /[A-Za-z0-9_@]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const start = offset - prefix.length;
  const before = tokensOf(text.slice(0, start));
  if (before === null || endsInComment(text.slice(0, start))) return null;
  const after = tokensOf(text.slice(offset)) ?? [];
  const from = before.findLastIndex(isSemicolon) + 1;
  const to = after.findIndex((token) => isSemicolon(token) || token.kind === 'end');
  return { before: before.slice(from, -1), after: after.slice(0, Math.max(to, 0)), prefix, start };
}

function tokensOf(text: string): Token[] | null {
  try {
    return tokenize(text);
  } catch (error) {
    if (isSqlError(error)) return null;
    throw error;
  }
}

function isSemicolon(token: Token): boolean {
  return token.kind === 'symbol' && token.value === ';';
}

/** The lexer drops comments; a line comment is open until the line ends. */
function endsInComment(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  const opened = line.indexOf('--');
  if (opened < 0) return false;
  return (line.slice(0, opened).match(/'/g)?.length ?? 0) % 2 === 0;
}
