import { fieldNumberMax, type NumberRange, type ProtoExtensions, type ProtoReserved } from '../tree.ts';
import { parseBracketedOptions } from './parse-options.ts';
import type { TokenStream } from './token-stream.ts';

/** `reserved 1, 4 to 6, 9 to max;` or `reserved "a", "b";`, where editions have the names without quotes. */
export function parseReserved(tokens: TokenStream, max: number): ProtoReserved {
  const head = tokens.begin();
  tokens.next();
  const ranges: NumberRange[] = [];
  const names: string[] = [];
  const isNames = tokens.peek.kind === 'string' || tokens.peek.kind === 'identifier';
  do {
    if (!isNames) ranges.push(parseRange(tokens, max));
    else names.push(parseName(tokens));
  } while (tokens.accept(','));
  tokens.expect(';');
  return { ...head(), ranges, names };
}

function parseName(tokens: TokenStream): string {
  if (tokens.peek.kind !== 'string') return tokens.identifier('a name');
  const at = tokens.peek;
  const name = tokens.string('a name');
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw tokens.error(`${JSON.stringify(name)} is no name, so that it need not be reserved`, at);
}

/** `extensions 100 to 199, 1000 to max [options];` */
export function parseExtensions(tokens: TokenStream): ProtoExtensions {
  const head = tokens.begin();
  tokens.next();
  const ranges: NumberRange[] = [];
  do {
    ranges.push(parseRange(tokens, fieldNumberMax));
  } while (tokens.accept(','));
  const options = parseBracketedOptions(tokens);
  tokens.expect(';');
  return { ...head(), ranges, options };
}

function parseRange(tokens: TokenStream, max: number): NumberRange {
  const start = parseSigned(tokens, 'a number', max);
  if (!tokens.acceptWord('to')) return { start, end: start };
  const end = tokens.acceptWord('max') ? max : parseSigned(tokens, 'a number or max', max);
  if (end < start) throw tokens.error(`the range ends at ${end}, before its start ${start}`);
  return { start, end };
}

/** An integer with or without a minus. */
export function parseSigned(tokens: TokenStream, what: string, max: number): number {
  // One more than the largest: numbers of 32 bits.
  return tokens.accept('-') ? -tokens.integer(what, max + 1) : tokens.integer(what, max);
}
