import { byteOf, textOfBytes } from './byte-text.ts';

const encoder = new TextEncoder();
const named: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
/** Behind a backslash: one to three octal digits, `x` and one or two hexadecimal ones, `u` and four, `U` and eight, or a character. */
const escapeSequence = /\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^0-7xXuU]))/y;

/** The text of what stands between quotes; undefined when an escape is wrong. */
export function unescaped(body: string): string | undefined {
  if (!body.includes('\\')) return body;
  const bytes: number[] = [];
  let position = 0;
  while (position < body.length) {
    const backslash = body.indexOf('\\', position);
    const end = backslash === -1 ? body.length : backslash;
    for (const byte of encoder.encode(body.slice(position, end))) bytes.push(byte);
    if (backslash === -1) break;
    escapeSequence.lastIndex = backslash;
    const found = escapeSequence.exec(body);
    if (found === null || !pushEscape(found, bytes)) return undefined;
    position = escapeSequence.lastIndex;
  }
  return textOfBytes(Uint8Array.from(bytes));
}

function pushEscape([, octal, hex, four, eight, character]: readonly (string | undefined)[], bytes: number[]): boolean {
  if (octal !== undefined) return bytes.push(Number.parseInt(octal, 8) & 255) > 0;
  if (hex !== undefined) return bytes.push(Number.parseInt(hex, 16)) > 0;
  if (character !== undefined) {
    const byte = named[character] ?? ('\\\'"?'.includes(character) ? character.charCodeAt(0) : undefined);
    return byte !== undefined && bytes.push(byte) > 0;
  }
  const code = Number.parseInt(four ?? eight ?? '', 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
  for (const byte of encoder.encode(String.fromCodePoint(code))) bytes.push(byte);
  return true;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** The text between double quotes, on one line. */
export function quoted(text: string): string {
  let out = '';
  for (const character of text) {
    const code = byteOf(character) ?? character.charCodeAt(0);
    const isPlain = code >= 32 && code !== 127 && byteOf(character) === undefined;
    out += shortEscapes[character] ?? (isPlain ? character : `\\x${code.toString(16).padStart(2, '0')}`);
  }
  return `"${out}"`;
}
