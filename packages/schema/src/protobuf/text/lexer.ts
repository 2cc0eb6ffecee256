import { invalidProto } from '../errors.ts';
import type { Position } from '../tree.ts';
import { unescaped } from './string-literal.ts';

export interface Token extends Position {
  readonly kind: 'identifier' | 'integer' | 'float' | 'string' | 'symbol' | 'end';
  /** As written; of a string what it says. */
  readonly text: string;
  /** The comments between the token before and this one. */
  readonly comments: readonly RawComment[];
}

/** Grows while lines of the same comment are found: copying would take quadratic time for a file of comments. */
export interface RawComment {
  readonly lines: string[];
  readonly startLine: number;
  endLine: number;
  /** Whether something stands before it on its line. */
  readonly follows: boolean;
}

const space = /[ \t\r\v\f]+/y;
const identifier = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const symbols = ';,={}[]()<>.:-/';

/** The tokens of a .proto file, one at a time. Raises `SCHEMA_INVALID` with line and column. */
export class Lexer {
  readonly #text: string;
  #position = 0;
  #line = 1;
  #lineStart = 0;
  /** Where the last token or comment ended. */
  #busyLine = 0;

  constructor(text: string) {
    if (!text.isWellFormed()) throw invalidProto('the text is not Unicode: it has half a surrogate pair');
    this.#text = text;
    if (text.startsWith('\uFEFF')) this.#lineStart = this.#position = 1;
  }

  next(): Token {
    const comments = this.#comments();
    const token = this.#token(comments);
    this.#busyLine = this.#line;
    return token;
  }

  #token(comments: readonly RawComment[]): Token {
    const { line, column } = this.#here();
    const character = this.#text[this.#position];
    if (character === undefined) return { kind: 'end', text: '', line, column, comments };
    const word = this.#match(identifier);
    if (word !== undefined) return { kind: 'identifier', text: word, line, column, comments };
    if (character === '"' || character === "'") {
      return { kind: 'string', text: this.#string(character), line, column, comments };
    }
    const digits = this.#match(number);
    if (digits !== undefined) return { ...this.#number(digits, { line, column }), line, column, comments };
    if (!symbols.includes(character))
      throw this.#error(`${shown(this.#text, this.#position)} is not a character of the language`);
    this.#position++;
    return { kind: 'symbol', text: character, line, column, comments };
  }

  #number(text: string, at: Position): Pick<Token, 'kind' | 'text'> {
    const behind = this.#match(identifier) ?? '';
    const isHex = /^0x/i.test(text);
    const isFloat = !isHex && /[.e]/i.test(text);
    if (behind !== '' || (!isHex && !isFloat && /^0\d*[89]/.test(text))) {
      throw invalidProto(`"${text}${behind}" is not a number`, at);
    }
    return { kind: isFloat ? 'float' : 'integer', text };
  }

  #string(quote: string): string {
    const at = this.#here();
    const start = ++this.#position;
    for (;;) {
      const character = this.#text[this.#position];
      if (character === undefined || character === '\n') throw invalidProto('the string does not end on its line', at);
      this.#position += character === '\\' ? 2 : 1;
      if (character === quote) break;
    }
    const body = this.#text.slice(start, this.#position - 1);
    const text = body.includes('\n') ? undefined : unescaped(body);
    if (text === undefined) throw invalidProto('the string has an escape that is none', at);
    return text;
  }

  #comments(): readonly RawComment[] {
    const comments: RawComment[] = [];
    for (;;) {
      this.#match(space);
      if (this.#text[this.#position] === '\n') this.#newLine(this.#position++);
      else if (this.#text.startsWith('//', this.#position)) this.#add(comments, this.#lineComment());
      else if (this.#text.startsWith('/*', this.#position)) this.#add(comments, this.#blockComment());
      else return comments;
    }
  }

  /** Comments of whole lines that follow each other are one. */
  #add(comments: RawComment[], comment: RawComment): void {
    this.#busyLine = comment.endLine;
    const last = comments.at(-1);
    if (last === undefined || last.follows || comment.follows || last.endLine + 1 !== comment.startLine) {
      comments.push(comment);
    } else {
      for (const line of comment.lines) last.lines.push(line);
      last.endLine = comment.endLine;
    }
  }

  #lineComment(): RawComment {
    const start = this.#position;
    const end = this.#text.indexOf('\n', start);
    this.#position = end === -1 ? this.#text.length : end;
    const lines = [this.#text.slice(start + 2, this.#position).trimEnd()];
    return { lines, startLine: this.#line, endLine: this.#line, follows: this.#busyLine === this.#line };
  }

  #blockComment(): RawComment {
    const start = this.#position;
    const startLine = this.#line;
    const follows = this.#busyLine === this.#line;
    const end = this.#text.indexOf('*/', start + 2);
    if (end === -1) throw this.#error('the comment is not closed with */');
    const body = this.#text.slice(start + 2, end);
    for (let at = body.indexOf('\n'); at !== -1; at = body.indexOf('\n', at + 1)) this.#newLine(start + 2 + at);
    this.#position = end + 2;
    return { lines: linesOfBlock(body), startLine, endLine: this.#line, follows };
  }

  #newLine(at: number): void {
    this.#line++;
    this.#lineStart = at + 1;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  #here(): Position {
    return { line: this.#line, column: this.#position - this.#lineStart + 1 };
  }

  #error(problem: string): Error {
    return invalidProto(problem, this.#here());
  }
}

/** Without the stars that many write before each line, and without empty lines at both ends. */
function linesOfBlock(body: string): string[] {
  const lines = body.split('\n').map((line, index) => {
    const text = line.trimEnd().replace(index === 0 ? /^\*+/ : /^\s*\*?/, '');
    return index === 0 || text === '' || text.startsWith(' ') ? text : ` ${text}`;
  });
  const from = lines.findIndex((line) => line.trim() !== '');
  return from === -1 ? [''] : lines.slice(from, lines.findLastIndex((line) => line.trim() !== '') + 1);
}

function shown(text: string, position: number): string {
  const code = text.codePointAt(position) ?? 0;
  return code > 32 && code < 127
    ? `"${text[position] ?? ''}"`
    : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
