import { Decimal } from '../types/decimal.ts';
import type { Long } from '../types/integer.ts';
import { parseLong } from '../types/integer.ts';

/** A text is not what its format asks for. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON from the front, so that a reader that knows the type it wants takes numbers with all their digits and skips
 * the fields that it does not want.
 */
export class JsonScanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  fail(what: string): FormatError {
    return new FormatError(`${what} at character ${this.at} of ${this.text.slice(0, 200)}`);
  }

  /** The next character that is not white space, not taken; empty at the end. */
  peek(): string {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return this.text.charAt(this.at);
      this.at += 1;
    }
  }

  expect(character: string): void {
    if (this.peek() !== character) throw this.fail(`Expected '${character}'`);
    this.at += 1;
  }

  /** Takes the character if it comes next. */
  accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  word(word: string): void {
    if (!this.text.startsWith(word, this.at)) throw this.fail(`Expected ${word}`);
    this.at += word.length;
  }

  string(): string {
    this.expect('"');
    const start = this.at;
    const end = this.text.indexOf('"', start);
    if (end < 0) throw this.fail('Unterminated string');
    const plain = this.text.slice(start, end);
    if (!plain.includes('\\')) {
      this.at = end + 1;
      return plain;
    }
    return this.#escaped();
  }

  #escaped(): string {
    let value = '';
    for (;;) {
      const character = this.text.charAt(this.at);
      if (character === '') throw this.fail('Unterminated string');
      this.at += 1;
      if (character === '"') return value;
      if (character !== '\\') {
        value += character;
        continue;
      }
      const kind = this.text.charAt(this.at);
      this.at += 1;
      if (kind === 'u') {
        value += String.fromCharCode(Number.parseInt(this.text.slice(this.at, this.at + 4), 16));
        this.at += 4;
      } else value += ESCAPES[kind] ?? kind;
    }
  }

  /** The digits of a number as they are written. */
  number(): string {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (found === null) throw this.fail('Expected a number');
    this.at += found[0].length;
    return found[0];
  }

  /** Passes over any value. */
  skip(): void {
    const next = this.peek();
    if (next === '"') this.string();
    else if (next === '{') this.object(() => this.skip());
    else if (next === '[') this.array(() => this.skip());
    else if (next === 't') this.word('true');
    else if (next === 'f') this.word('false');
    else if (next === 'n') this.word('null');
    else this.number();
  }

  /** Calls `field` with each name, which must take the value. */
  object(field: (name: string) => void): void {
    this.expect('{');
    if (this.accept('}')) return;
    do {
      if (this.peek() !== '"') throw this.fail('Expected a field name');
      const name = this.string();
      this.expect(':');
      field(name);
    } while (this.accept(','));
    this.expect('}');
  }

  /** Calls `element` for each element, which must take it. */
  array(element: () => void): void {
    this.expect('[');
    if (this.accept(']')) return;
    do element();
    while (this.accept(','));
    this.expect(']');
  }

  /** Nothing but white space may follow. */
  end(): void {
    if (this.peek() !== '') throw this.fail('Unexpected text');
  }
}

/** A JSON value that keeps its numbers: integers canonical, fractions exact. Objects keep the order of their fields. */
export type Json = null | boolean | string | Long | Decimal | Json[] | Map<string, Json>;

/** Takes any value. */
export function readJson(scanner: JsonScanner): Json {
  const next = scanner.peek();
  switch (next) {
    case '"':
      return scanner.string();
    case '{': {
      const map = new Map<string, Json>();
      scanner.object((name) => map.set(name, readJson(scanner)));
      return map;
    }
    case '[': {
      const items: Json[] = [];
      scanner.array(() => items.push(readJson(scanner)));
      return items;
    }
    case 't':
      scanner.word('true');
      return true;
    case 'f':
      scanner.word('false');
      return false;
    case 'n':
      scanner.word('null');
      return null;
    default:
      return exactNumber(scanner.number());
  }
}

function exactNumber(text: string): Long | Decimal {
  return parseLong(text) ?? Decimal.parse(text) ?? 0;
}

/** @throws FormatError where the text is not one JSON value. */
export function parseJson(text: string): Json {
  const scanner = new JsonScanner(text);
  const value = readJson(scanner);
  scanner.end();
  return value;
}

/** JSON text without white space, numbers as they are. */
export function printJson(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Decimal) return value.toString();
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`;
  return `{${[...value].map(([name, item]) => `${JSON.stringify(name)}:${printJson(item)}`).join(',')}}`;
}

/** A text as it is, any other value as JSON text. */
export function plainText(value: Json): string {
  return typeof value === 'string' ? value : printJson(value);
}
