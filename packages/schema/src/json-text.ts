import { MillraceError } from '@millrace/base';
import { parseJson } from './json.ts';

/** How deep values may lie in each other. Guards the stack of everything that walks them; real schemas stay under 50. */
const depthMax = 400;

/** JSON as it was written: a scalar is its text, an object keeps its order. */
type Written = string | readonly Written[] | ReadonlyMap<string, Written>;

/**
 * A JSON text in the two forms that a registry needs, with every number as it was spelled (`1.0`, 64-bit integers), which values of
 * JavaScript would lose, as they lose the order of members named `1`, `2` …
 */
export interface JsonText {
  readonly value: unknown;
  /** Without white space, in the order written. */
  readonly compact: string;
  /** The same with the members of every object sorted. */
  readonly sorted: () => string;
}

/** @throws MillraceError SCHEMA_INVALID when it is not JSON, with line and column, or nested too deeply */
export function readJsonText(text: string): JsonText {
  const value = parseJson(text);
  const written = readWritten(text);
  return { value, compact: printed(written, false), sorted: () => printed(written, true) };
}

/** A mark of punctuation, a string, or another scalar. The text is JSON, so that white space is all that lies between. */
const token = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/g;

function readWritten(text: string): Written {
  const tokens = text.matchAll(token);
  const next = (): string => tokens.next().value?.[0] ?? '';
  const read = (first: string, depth: number): Written => {
    if (depth > depthMax) throw tooDeep();
    if (first === '[') return readArray(depth);
    return first === '{' ? readObject(depth) : scalarText(first);
  };
  const readArray = (depth: number): Written => {
    const items: Written[] = [];
    for (let mark = next(); mark !== ']'; mark = next()) if (mark !== ',') items.push(read(mark, depth + 1));
    return items;
  };
  const readObject = (depth: number): Written => {
    const members = new Map<string, Written>();
    for (let mark = next(); mark !== '}'; mark = next()) {
      if (mark === ',') continue;
      next(); // the colon
      members.set(scalarText(mark), read(next(), depth + 1));
    }
    return members;
  };
  return read(next(), 0);
}

/** Strings with the escapes that JSON asks for and no others; everything else as it was. */
function scalarText(text: string): string {
  return text.includes('\\') ? JSON.stringify(JSON.parse(text)) : text;
}

function printed(written: Written, isSorted: boolean): string {
  if (typeof written === 'string') return written;
  if (Array.isArray(written)) return `[${written.map((item: Written) => printed(item, isSorted)).join(',')}]`;
  const members = [...(written as ReadonlyMap<string, Written>)];
  if (isSorted) members.sort(([one], [other]) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return `{${members.map(([name, member]) => `${name}:${printed(member, isSorted)}`).join(',')}}`;
}

function nameOf(quoted: string): string {
  return JSON.parse(quoted) as string;
}

function tooDeep(): MillraceError {
  return new MillraceError('SCHEMA_INVALID', `The schema is nested more than ${depthMax} levels deep.`);
}
