import type { ScalarFunction } from '../function.ts';
import { lenient, scalar, strict, typed } from './define.ts';

function substring(text: string, position: number, length = Number.MAX_SAFE_INTEGER): string {
  const start = position >= 0 ? Math.max(position - 1, 0) : Math.max(text.length + position, 0);
  return text.slice(start, Math.min(start + Math.max(length, 0), text.length));
}

/** The older arguments, by a setting: positions count from 0, and the third is the end. */
function legacySubstring(text: string, start: number, end = text.length): string {
  if (start < 0 || end < start || end > text.length) throw new RangeError('String index out of range');
  return text.slice(start, end);
}

function bytesSubstring(bytes: Uint8Array, position: number, length = Number.MAX_SAFE_INTEGER): Uint8Array {
  const start = position >= 0 ? Math.max(position - 1, 0) : Math.max(bytes.length + position, 0);
  return bytes.slice(start, Math.min(start + Math.max(length, 0), bytes.length));
}

const substringFunction = scalar(
  'SUBSTRING',
  'Gives the part of a text or bytes from a position on, counted from 1, or back from the end where it is negative.',
  ...(['STRING str, INTEGER pos', 'STRING str, INTEGER pos, INTEGER length'] as const).map((parameters) =>
    typed(parameters, 'STRING', (_types, environment) =>
      environment.properties['ksql.functions.substring.legacy.args'] === 'true' ? legacySubstring : substring,
    ),
  ),
  strict('BYTES bytes, INTEGER pos', 'BYTES', bytesSubstring),
  strict('BYTES bytes, INTEGER pos, INTEGER length', 'BYTES', bytesSubstring),
);

const NOTHING: Uint8Array = new Uint8Array(0);

function joinBytes(parts: readonly (Uint8Array | null)[], separator = NOTHING): Uint8Array {
  const present = parts.filter((part) => part !== null);
  const joined: number[] = [];
  for (const [i, part] of present.entries()) {
    if (i > 0) joined.push(...separator);
    joined.push(...part);
  }
  return Uint8Array.from(joined);
}

const concat = scalar(
  'CONCAT',
  'Puts texts or bytes behind each other; nulls are left out.',
  lenient('STRING... inputs', 'STRING', (...parts: (string | null)[]) =>
    parts.filter((part) => part !== null).join(''),
  ),
  lenient('BYTES... inputs', 'BYTES', (...parts: (Uint8Array | null)[]) => joinBytes(parts)),
);

const concatWs = scalar(
  'CONCAT_WS',
  'Puts texts or bytes behind each other with a separator between; nulls are left out.',
  lenient('STRING separator, STRING... inputs', 'STRING', (separator: string | null, ...parts: (string | null)[]) =>
    separator === null ? null : parts.filter((part) => part !== null).join(separator),
  ),
  lenient(
    'BYTES separator, BYTES... inputs',
    'BYTES',
    (separator: Uint8Array | null, ...parts: (Uint8Array | null)[]) =>
      separator === null ? null : joinBytes(parts, separator),
  ),
);

/** The whole padding, cut at both ends where the text is longer: null for a negative length or an empty padding. */
function pad(text: string, length: number, padding: string, left: boolean): string | null {
  if (padding === '' || length < 0) return null;
  return left ? text.slice(0, length).padStart(length, padding) : text.slice(0, length).padEnd(length, padding);
}

function padBytes(bytes: Uint8Array, length: number, padding: Uint8Array, left: boolean): Uint8Array | null {
  if (padding.length === 0 || length < 0) return null;
  const missing = Math.max(0, length - bytes.length);
  const fill = Uint8Array.from({ length: missing }, (_, i) => padding[i % padding.length] ?? 0);
  return left ? joinBytes([fill, bytes.slice(0, length)]) : joinBytes([bytes.slice(0, length), fill]);
}

function padding(name: string, left: boolean): ScalarFunction {
  return scalar(
    name,
    `Makes a text or bytes of the given length: cut, or filled at the ${left ? 'left' : 'right'}.`,
    strict('STRING input, INTEGER targetLen, STRING padding', 'STRING', (text: string, length: number, fill: string) =>
      pad(text, length, fill, left),
    ),
    strict(
      'BYTES input, INTEGER targetLen, BYTES padding',
      'BYTES',
      (bytes: Uint8Array, length: number, fill: Uint8Array) => padBytes(bytes, length, fill, left),
    ),
  );
}

/** The position, from 1, of an occurrence at or after `position`; a negative position searches backwards from the end. 0: none. */
function instr(text: string, part: string, position = 1, occurrence = 1): number {
  if (position === 0 || occurrence < 1) return 0;
  let at = position > 0 ? position - 2 : text.length + position + 1;
  for (let seen = 0; seen < occurrence; seen += 1) {
    if (position < 0 && at <= 0) return 0;
    at = position > 0 ? text.indexOf(part, at + 1) : text.lastIndexOf(part, at - 1);
    if (at < 0) return 0;
  }
  return at + 1;
}

const instrFunction = scalar(
  'INSTR',
  'Gives the position, counted from 1, at which a text holds another; 0 where it does not.',
  strict('STRING str, STRING substring', 'INTEGER', instr),
  strict('STRING str, STRING substring, INTEGER position', 'INTEGER', instr),
  strict('STRING str, STRING substring, INTEGER position, INTEGER occurrence', 'INTEGER', instr),
);

function initcap(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|\s)(\S)/g, (_all, space: string, letter: string) => space + letter.toUpperCase());
}

function chr(code: number | string): string | null {
  if (typeof code === 'number') return code < 0 || code > 0x10ffff ? null : String.fromCodePoint(code);
  if (!/^(\\u[0-9a-fA-F]{4}){1,2}$/.test(code)) return null;
  return code.replace(/\\u([0-9a-fA-F]{4})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const elt = scalar(
  'ELT',
  'Gives the n-th of the texts, counted from 1; null where there is none.',
  lenient('INTEGER n, STRING... args', 'STRING', (n: number | null, ...texts: (string | null)[]) =>
    n === null ? null : (texts[n - 1] ?? null),
  ),
);

const field = scalar(
  'FIELD',
  'Gives the position, counted from 1, of a text among others; 0 where it is none of them.',
  lenient('STRING str, STRING... args', 'INTEGER', (text: string | null, ...texts: (string | null)[]) =>
    text === null ? 0 : texts.indexOf(text) + 1,
  ),
);

interface MaskOptions {
  readonly upper: string | null;
  readonly lower: string | null;
  readonly digit: string | null;
  readonly other: string | null;
}

const MASKS: MaskOptions = { upper: 'X', lower: 'x', digit: 'n', other: '-' };

function maskCharacter(character: string, { upper, lower, digit, other }: MaskOptions): string {
  if (/\p{Lu}/u.test(character)) return upper ?? character;
  if (/\p{Ll}/u.test(character)) return lower ?? character;
  return (/\p{Nd}/u.test(character) ? digit : other) ?? character;
}

type MaskRange = (length: number, count: number) => readonly [from: number, to: number];

function mask(text: string, [from, to]: readonly [number, number], options: MaskOptions): string {
  return Array.from(text)
    .map((character, i) => (i >= from && i < to ? maskCharacter(character, options) : character))
    .join('');
}

function maskOptions(characters: (string | null)[]): MaskOptions {
  if (characters.length === 0) return MASKS;
  const [upper = null, lower = null, digit = null, other = null] = characters.map((each) => each?.charAt(0) ?? null);
  return { upper, lower, digit, other };
}

const CHARACTERS = 'STRING upper, STRING lower, STRING digit, STRING other';

function masking(name: string, description: string, range: MaskRange): ScalarFunction {
  const apply = (text: string | null, count: number, ...characters: (string | null)[]): string | null => {
    if (count < 0) throw new RangeError(`function ${name} requires a non-negative number`);
    return text === null ? null : mask(text, range(Array.from(text).length, count), maskOptions(characters));
  };
  return scalar(
    name,
    description,
    lenient('STRING input, INTEGER numChars', 'STRING', apply),
    lenient(`STRING input, INTEGER numChars, ${CHARACTERS}`, 'STRING', apply),
  );
}

const maskAll = (text: string | null, ...characters: (string | null)[]): string | null =>
  text === null ? null : mask(text, [0, Number.POSITIVE_INFINITY], maskOptions(characters));

function split(text: string, delimiter: string): string[] {
  return delimiter === '' ? Array.from(text) : text.split(delimiter);
}

function splitBytes(bytes: Uint8Array, delimiter: Uint8Array): Uint8Array[] {
  if (delimiter.length === 0) return Array.from(bytes, (byte) => Uint8Array.of(byte));
  const parts: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at + delimiter.length <= bytes.length; at += 1) {
    if (!delimiter.every((byte, i) => bytes[at + i] === byte)) continue;
    parts.push(bytes.slice(start, at));
    start = at + delimiter.length;
    at = start - 1;
  }
  return [...parts, bytes.slice(start)];
}

function splitToMap(text: string, entryDelimiter: string, kvDelimiter: string): Map<string, string> | null {
  if (entryDelimiter === '' || kvDelimiter === '') return null;
  const map = new Map<string, string>();
  for (const entry of text.split(entryDelimiter)) {
    const [key = '', value] = entry.split(kvDelimiter);
    if (value !== undefined) map.set(key, value);
  }
  return map;
}

export const stringFunctions: readonly ScalarFunction[] = [
  scalar(
    'CHR',
    'Gives the character of a code point, or of a text such as \\u004b.',
    strict('INTEGER decimalCode', 'STRING', chr),
    strict('STRING utf16Code', 'STRING', chr),
  ),
  concat,
  concatWs,
  elt,
  field,
  scalar(
    'INITCAP',
    'Makes the first letter of each word upper-case and the others lower-case.',
    strict('STRING str', 'STRING', initcap),
  ),
  instrFunction,
  scalar(
    'LCASE',
    'Makes a text lower-case.',
    strict('STRING input', 'STRING', (text: string) => text.toLowerCase()),
  ),
  scalar(
    'LEN',
    'Gives the number of characters of a text, or of bytes.',
    strict('STRING input', 'INTEGER', (text: string) => text.length),
    strict('BYTES input', 'INTEGER', (bytes: Uint8Array) => bytes.length),
  ),
  padding('LPAD', true),
  scalar(
    'MASK',
    'Hides a text: letters and digits become X, x and n, all else a dash, or the characters given.',
    lenient('STRING input', 'STRING', maskAll),
    lenient(`STRING input, ${CHARACTERS}`, 'STRING', maskAll),
  ),
  masking('MASK_KEEP_LEFT', 'Hides a text but for its first characters.', (length, count) => [count, length]),
  masking('MASK_KEEP_RIGHT', 'Hides a text but for its last characters.', (length, count) => [0, length - count]),
  masking('MASK_LEFT', 'Hides the first characters of a text.', (_length, count) => [0, count]),
  masking('MASK_RIGHT', 'Hides the last characters of a text.', (length, count) => [length - count, length]),
  scalar(
    'REPLACE',
    'Puts a text in the place of another wherever that occurs.',
    strict('STRING str, STRING oldStr, STRING newStr', 'STRING', (text: string, old: string, by: string) =>
      text.replaceAll(old, () => by),
    ),
  ),
  padding('RPAD', false),
  scalar(
    'SPLIT',
    'Cuts a text or bytes into an array at a delimiter.',
    strict('STRING string, STRING delimiter', 'ARRAY<STRING>', split),
    strict('BYTES bytes, BYTES delimiter', 'ARRAY<BYTES>', splitBytes),
  ),
  scalar(
    'SPLIT_TO_MAP',
    'Cuts a text into entries, and each into key and value.',
    strict('STRING input, STRING entryDelimiter, STRING kvDelimiter', 'MAP<STRING, STRING>', splitToMap),
  ),
  substringFunction,
  scalar(
    'TRIM',
    'Takes white space off both ends.',
    strict('STRING input', 'STRING', (text: string) => text.trim()),
  ),
  scalar(
    'UCASE',
    'Makes a text upper-case.',
    strict('STRING input', 'STRING', (text: string) => text.toUpperCase()),
  ),
];
