import type { MillraceError } from '@millrace/base';
import { invalidProto } from '../errors.ts';
import type { Comment, Declared, Position } from '../tree.ts';
import { Lexer, type RawComment, type Token } from './lexer.ts';

/** Ends the head of a declaration, behind its `;` or `{`. */
export type Head = () => Declared;

/** The tokens with one in sight, and the comments handed to the declarations that they belong to. */
export class TokenStream {
  readonly #lexer: Lexer;
  #token: Token;
  /** Comments between the tokens of a declaration's head: they are kept with those before it. */
  #inner: Comment[] = [];

  readonly #keepsComments: boolean;

  constructor(text: string, { keepsComments = true } = {}) {
    this.#lexer = new Lexer(text);
    this.#keepsComments = keepsComments;
    this.#token = this.#read();
  }

  #read(): Token {
    const token = this.#lexer.next();
    return this.#keepsComments || token.comments.length === 0 ? token : { ...token, comments: [] };
  }

  get peek(): Token {
    return this.#token;
  }

  next(): Token {
    const token = this.#token;
    if (token.comments.length > 0) this.#keep(token);
    this.#token = this.#read();
    return token;
  }

  #keep({ comments, line }: Token): void {
    comments.forEach(({ lines, endLine, follows }, index) => {
      const next = comments[index + 1]?.startLine ?? line;
      this.#inner.push({ lines, detached: next > endLine + (follows ? 0 : 1) });
    });
  }

  /** The comments before the token in sight that belong to no declaration yet. */
  takeComments(): readonly Comment[] {
    this.#keep(this.#token);
    this.#token = { ...this.#token, comments: [] };
    const comments = this.#inner;
    this.#inner = [];
    return comments;
  }

  /** Begins a declaration at the token in sight. */
  begin(): Head {
    const { line, column } = this.#token;
    const before = this.takeComments();
    return () => {
      const lines = this.#takeAfter();
      const all = [...before, ...this.#inner];
      this.#inner = [];
      const [after, ...more] = lines;
      if (more.length > 0) all.push({ lines, detached: false });
      const at = { line, column };
      if (all.length === 0 && after === undefined) return { at };
      return { at, comments: { before: all, ...(after === undefined || more.length > 0 ? {} : { after }) } };
    };
  }

  /** Passes over the closing brace. */
  closeBlock(declared: Declared): Declared {
    const end = this.takeComments();
    this.expect('}');
    if (end.length === 0) return declared;
    return { ...declared, comments: { before: [], ...declared.comments, end } };
  }

  /** The lines of a comment that stands alone behind the last token, on its line. */
  #takeAfter(): readonly string[] {
    const [first, ...others] = this.#token.comments;
    if (first?.follows !== true || !this.#endsLine(first)) return [];
    this.#token = { ...this.#token, comments: others };
    return first.lines;
  }

  #endsLine(comment: RawComment): boolean {
    const next = this.#token.comments[1]?.startLine ?? this.#token.line;
    return this.#token.kind === 'end' || next > comment.endLine;
  }

  isSymbol(symbol: string): boolean {
    return this.#token.kind === 'symbol' && this.#token.text === symbol;
  }

  isWord(...words: readonly string[]): boolean {
    return this.#token.kind === 'identifier' && words.includes(this.#token.text);
  }

  /** Passes over the symbol if it stands here. */
  accept(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    if (found) this.next();
    return found;
  }

  acceptWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.next();
    return found;
  }

  expect(symbol: string): void {
    if (!this.accept(symbol)) throw this.expected(`"${symbol}"`);
  }

  /** `what` it names, for people: `a field's name`. */
  identifier(what: string): string {
    if (this.#token.kind !== 'identifier') throw this.expected(what);
    return this.next().text;
  }

  /** Identifiers with dots between. */
  dottedName(what: string): string {
    let name = this.identifier(what);
    while (this.accept('.')) name += `.${this.identifier(what)}`;
    return name;
  }

  /** As `dottedName`, with a dot before it if it is a full name. */
  typeName(what: string): string {
    const dot = this.accept('.') ? '.' : '';
    return dot + this.dottedName(what);
  }

  /** Strings beside each other are one. */
  string(what: string): string {
    if (this.#token.kind !== 'string') throw this.expected(what);
    const parts: string[] = [];
    while (this.#token.kind === 'string') parts.push(this.next().text);
    return parts.join('');
  }

  integer(what: string, max: number): number {
    if (this.#token.kind !== 'integer') throw this.expected(what);
    const value = Number(integerText(this.#token.text));
    if (value > max) throw this.error(`${this.#token.text} is above ${max}, the largest that ${what} can be`);
    this.next();
    return value;
  }

  expected(what: string): MillraceError {
    const { kind, text } = this.#token;
    const found = kind === 'end' ? 'the text ends' : `there is ${kind === 'string' ? 'a string' : `"${text}"`}`;
    return this.error(`expected ${what}, but ${found}`);
  }

  error(problem: string, position: Position = this.#token): MillraceError {
    return invalidProto(problem, { line: position.line, column: position.column });
  }
}

/** In the form that `Number` and `BigInt` take: an octal number begins with 0 alone in the language. */
export function integerText(text: string): string {
  return /^0\d/.test(text) ? `0o${text.slice(1)}` : text;
}
