import { bytesOfText } from '../text/byte-text.ts';
import { unescaped } from '../text/string-literal.ts';
import type { OptionValue } from '../tree.ts';
import { integerOf, numberOf } from '../option-scalars.ts';

/** The option `default` as a descriptor has it: strings without quotes, bytes with C's escapes, integers in decimal. */
export function defaultText(value: OptionValue): string | undefined {
  switch (value.kind) {
    case 'identifier':
      return value.name;
    case 'number':
      return String(integerOf(value.text) ?? numberOf(value)).replace('Infinity', 'inf');
    case 'string':
      return value.text;
    default:
      return undefined;
  }
}

const escapes: Readonly<Record<number, string>> = {
  9: '\\t',
  10: '\\n',
  13: '\\r',
  34: '\\"',
  39: "\\'",
  92: '\\\\',
};

export function escapedBytes(text: string): string {
  return Array.from(bytesOfText(text), (byte) => {
    const plain = byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
    return escapes[byte] ?? plain;
  }).join('');
}

/** The inverse of `defaultText`; `kind` is that of the field. Undefined when it is no value. */
export function defaultValue(text: string, kind: 'string' | 'bytes' | 'other'): OptionValue | undefined {
  if (kind === 'string') return { kind: 'string', text };
  if (kind === 'bytes') {
    const bytes = unescaped(text);
    return bytes === undefined ? undefined : { kind: 'string', text: bytes };
  }
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return { kind: 'identifier', name: text };
  return /^-?(inf|nan|\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(text) ? { kind: 'number', text } : undefined;
}
