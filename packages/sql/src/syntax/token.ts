import type { Span } from './span.ts';

export type TokenKind = 'word' | 'quoted' | 'string' | 'integer' | 'decimal' | 'double' | 'symbol' | 'variable' | 'end';

/**
 * `text` is the source text. `value`: a word upper-cased, a quoted name or string without its quotes, else the text.
 * The last token of a script is always of kind `end`.
 */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly value: string;
  readonly at: Span;
}
