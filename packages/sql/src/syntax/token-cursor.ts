import { nearest } from './nearest.ts';
import { RESERVED_WORDS, STATEMENT_WORDS } from './keywords.ts';
import type { Span } from './span.ts';
import { sqlError } from './sql-error.ts';
import type { MillraceError } from '@millrace/base';
import type { Token } from './token.ts';

/** Deeper nesting is refused: what walks over a tree later needs stack for it. */
const DEPTH_MAX = 250;
const CHAIN_MAX = 1000;

/** A place in a list of tokens that ends in an `end` token. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #index: number;
  #depth = 0;

  constructor(tokens: readonly Token[], index = 0) {
    this.#tokens = tokens;
    this.#index = index;
  }

  /** Runs a parser one level deeper. */
  nested<T>(parse: (cursor: TokenCursor) => T): T {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) {
      const { at } = this.token;
      throw sqlError(
        'parse',
        `line ${at.line}:${at.column}: Syntax Error\nMore than ${DEPTH_MAX} levels of nesting.`,
        at,
      );
    }
    const parsed = parse(this);
    this.#depth -= 1;
    return parsed;
  }

  /** Told how many operators of a chain there are: `a + b + …` nests to the left without a bracket. */
  chained(length: number): void {
    if (length <= CHAIN_MAX) return;
    const { at } = this.token;
    throw sqlError(
      'parse',
      `line ${at.line}:${at.column}: Syntax Error\nMore than ${CHAIN_MAX} operators in a row.`,
      at,
    );
  }

  mark(): number {
    return this.#index;
  }

  /** Goes back to a place that `mark` gave. */
  reset(mark: number): void {
    this.#index = mark;
  }

  get token(): Token {
    return this.peek(0);
  }

  /** Looking past the end gives the end. */
  peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError('a token list ends in an end token');
    return token;
  }

  next(): Token {
    const { token } = this;
    if (token.kind !== 'end') this.#index += 1;
    return token;
  }

  isWord(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token.kind === 'word' && token.value === word;
    });
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.value === symbol;
  }

  /** Passes all of the words, or none. */
  acceptWord(...words: readonly string[]): boolean {
    if (!this.isWord(...words)) return false;
    this.#index += words.length;
    return true;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#index += 1;
    return true;
  }

  expectWord(...words: readonly string[]): void {
    for (const word of words) {
      if (!this.acceptWord(word)) throw this.unexpected(`'${word}'`);
    }
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  /** One of the words, passed. */
  expectOneOf<T extends string>(...words: readonly T[]): T {
    const found = words.find((word) => this.acceptWord(word));
    if (found === undefined) throw this.unexpected(words.map((word) => `'${word}'`).join(', '));
    return found;
  }

  expectString(): string {
    if (this.token.kind !== 'string') throw this.unexpected("'STRING'");
    return this.next().value;
  }

  expectInteger(): number {
    if (this.token.kind !== 'integer') throw this.unexpected('INTEGER_VALUE');
    return Number(this.next().value);
  }

  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    if (token.kind === 'word') return !RESERVED_WORDS.has(token.value);
    return token.kind === 'quoted' || token.kind === 'variable';
  }

  /** A name: upper-cased unless quoted. */
  expectName(): string {
    if (!this.isName()) throw this.unexpected('identifier');
    const token = this.next();
    return token.kind === 'variable' ? token.text : token.value;
  }

  /** From the start of `first` to the end of the token passed last. */
  spanFrom(first: Span): Span {
    const last = this.#tokens[this.#index - 1];
    return { ...first, end: Math.max(first.end, last?.at.end ?? first.end) };
  }

  /** What to say of a token that does not fit, in ksqlDB's words. */
  unexpected(expecting: string): MillraceError {
    const { at, kind, value, text } = this.token;
    const place = `line ${at.line}:${at.column}`;
    if (kind === 'word' && RESERVED_WORDS.has(value)) {
      const hint =
        expecting === 'identifier'
          ? `"${text}" is a reserved keyword and it can't be used as an identifier. You can use it as an identifier by escaping it as '\`${text}\`'.`
          : `Expecting ${braced(expecting)}`;
      return sqlError('parse', `${place}: Syntax Error\nSyntax error at or near '${text}' at ${place}\n${hint}`, at);
    }
    return sqlError('parse', `${place}: Syntax Error\nExpecting ${braced(expecting)}`, at);
  }

  unknownStatement(): MillraceError {
    const { at, text } = this.token;
    const near = nearest(text, STATEMENT_WORDS);
    const hint = near === null || near === text.toUpperCase() ? '' : `\nDid you mean '${near}'?`;
    return sqlError('parse', `line ${at.line}:${at.column}: Syntax Error\nUnknown statement '${text}'${hint}`, at);
  }
}

function braced(expecting: string): string {
  return expecting.includes(', ') ? `{${expecting}}` : expecting;
}
