import type { Span } from './span.ts';
import { sqlError } from './sql-error.ts';
import type { Token, TokenKind } from './token.ts';

const TWO_CHARACTER_SYMBOLS = new Set(['<>', '!=', '<=', '>=', '->', '=>', ':=', '||']);

interface Scanner {
  readonly text: string;
  offset: number;
  line: number;
  lineStart: number;
}

/** Splits a script into tokens. Comments (`-- …`, block) are dropped. Raises an SQL error for text that is no token. */
export function tokenize(text: string): Token[] {
  const scanner: Scanner = { text, offset: 0, line: 1, lineStart: 0 };
  const tokens: Token[] = [];
  for (;;) {
    skipBlank(scanner);
    const token = nextToken(scanner);
    tokens.push(token);
    if (token.kind === 'end') return tokens;
  }
}

function nextToken(scanner: Scanner): Token {
  const { text, offset } = scanner;
  if (offset >= text.length) return finish(scanner, 'end', 0, '<EOF>');
  const character = text.charAt(offset);
  if (isLetter(text.charCodeAt(offset))) return word(scanner);
  if (isDigit(text.charCodeAt(offset))) return number(scanner);
  if (character === '.' && isDigit(text.charCodeAt(offset + 1))) return number(scanner);
  if (character === "'") return quoted(scanner, 'string', "'");
  if (character === '"' || character === '`') return quoted(scanner, 'quoted', character);
  if (text.startsWith('${', offset)) return variable(scanner);
  const pair = text.slice(offset, offset + 2);
  if (TWO_CHARACTER_SYMBOLS.has(pair)) return finish(scanner, 'symbol', 2, pair === '!=' ? '<>' : pair);
  if ('()[]{},;.+-*/%=<>:?'.includes(character)) return finish(scanner, 'symbol', 1, character);
  throw sqlError(
    'parse',
    `line ${scanner.line}:${columnOf(scanner)}: Syntax Error\nUnexpected character '${character}'.`,
    spanOf(scanner, 1),
  );
}

function skipBlank(scanner: Scanner): void {
  const { text } = scanner;
  for (;;) {
    const code = text.charCodeAt(scanner.offset);
    if (code === 10) {
      scanner.offset += 1;
      startLine(scanner);
    } else if (code <= 32 || code === 0xa0 || code === 0xfeff) {
      scanner.offset += 1;
    } else if (code === 45 && text.charCodeAt(scanner.offset + 1) === 45) {
      const end = text.indexOf('\n', scanner.offset);
      scanner.offset = end < 0 ? text.length : end;
    } else if (code === 47 && text.charCodeAt(scanner.offset + 1) === 42) {
      skipBlockComment(scanner);
    } else {
      return;
    }
  }
}

function skipBlockComment(scanner: Scanner): void {
  const end = scanner.text.indexOf('*/', scanner.offset + 2);
  if (end < 0) {
    throw sqlError(
      'parse',
      `line ${scanner.line}:${columnOf(scanner)}: Syntax Error\nThe comment is not closed: add */.`,
      spanOf(scanner, 2),
    );
  }
  advance(scanner, end + 2);
}

function word(scanner: Scanner): Token {
  const length = runLength(scanner, scanner.offset, isWordPart);
  return finish(scanner, 'word', length, scanner.text.slice(scanner.offset, scanner.offset + length).toUpperCase());
}

/** Digits with letters after them (`1R`) are a name. */
function number(scanner: Scanner): Token {
  const { text, offset } = scanner;
  let end = offset + runLength(scanner, offset, isDigit);
  let kind: TokenKind = 'integer';
  if (text.charAt(end) === '.') {
    kind = 'decimal';
    end += 1 + runLength(scanner, end + 1, isDigit);
  }
  const exponent = /^[eE][+-]?\d+/.exec(text.slice(end, end + 24));
  if (exponent !== null) {
    kind = 'double';
    end += exponent[0].length;
  }
  if (kind === 'integer' && isWordPart(text.charCodeAt(end))) return word(scanner);
  return finish(scanner, kind, end - offset, text.slice(offset, end));
}

function quoted(scanner: Scanner, kind: TokenKind, quote: string): Token {
  const { text, offset } = scanner;
  let value = '';
  let from = offset + 1;
  for (;;) {
    const end = text.indexOf(quote, from);
    if (end < 0) {
      throw sqlError(
        'parse',
        `line ${scanner.line}:${columnOf(scanner)}: Syntax Error\nThe text that starts here is not closed: add ${quote}.`,
        spanOf(scanner, 1),
      );
    }
    value += text.slice(from, end);
    if (text.charAt(end + 1) !== quote) return finish(scanner, kind, end + 1 - offset, value);
    value += quote;
    from = end + 2;
  }
}

function variable(scanner: Scanner): Token {
  const end = scanner.text.indexOf('}', scanner.offset);
  const length = end < 0 ? 2 : end + 1 - scanner.offset;
  return finish(scanner, 'variable', length, scanner.text.slice(scanner.offset + 2, scanner.offset + length - 1));
}

function finish(scanner: Scanner, kind: TokenKind, length: number, value: string): Token {
  const at = spanOf(scanner, length);
  const text = scanner.text.slice(at.start, at.end);
  advance(scanner, at.end);
  return { kind, text, value, at };
}

/** Goes on to `end`, counting the lines passed. */
function advance(scanner: Scanner, end: number): void {
  const passed = scanner.text.slice(scanner.offset, end);
  const start = scanner.offset;
  for (let at = passed.indexOf('\n'); at >= 0; at = passed.indexOf('\n', at + 1)) {
    scanner.offset = start + at + 1;
    startLine(scanner);
  }
  scanner.offset = end;
}

function startLine(scanner: Scanner): void {
  scanner.line += 1;
  scanner.lineStart = scanner.offset;
}

function columnOf(scanner: Scanner): number {
  return scanner.offset - scanner.lineStart + 1;
}

function spanOf(scanner: Scanner, length: number): Span {
  return { line: scanner.line, column: columnOf(scanner), start: scanner.offset, end: scanner.offset + length };
}

function runLength(scanner: Scanner, from: number, test: (code: number) => boolean): number {
  let end = from;
  while (end < scanner.text.length && test(scanner.text.charCodeAt(end))) end += 1;
  return end - from;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

function isWordPart(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 64;
}
