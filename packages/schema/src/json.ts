import { MillraceError } from '@millrace/base';

/** A member of a JSON pointer (RFC 6901). */
export function pointer(path: string, member: string | number): string {
  const text = String(member);
  return `${path}/${/[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Reviver = (this: object, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** JSON in which an integer that a number cannot hold is a bigint. Raises SyntaxError. */
export function exactJson(text: string): unknown {
  return /\d{16}/.test(text) ? parseExactly(text) : (JSON.parse(text) as unknown);
}

/**
 * As `exactJson`, of a schema. `printJson` prints its fractions as Java's libraries do, which is what registries compare: `1.0` is not
 * `1`. Raises `SCHEMA_INVALID` with line and column.
 */
export function parseJson(text: string): unknown {
  try {
    return /\d(?:\.\d|[eE][-+\d])/.test(text) ? parseExactly(text, noteFraction) : exactJson(text);
  } catch (cause) {
    throw new MillraceError('SCHEMA_INVALID', `The schema is not JSON: ${(cause as Error).message}`, { cause });
  }
}

type OnFraction = (holder: object, name: string, value: number) => void;

function parseExactly(text: string, onFraction?: OnFraction): unknown {
  const exact: Reviver = function exact(name, value, { source }) {
    if (typeof value !== 'number' || source === undefined) return value;
    if (/^-?\d+$/.test(source)) return Number.isSafeInteger(value) ? value : BigInt(source);
    onFraction?.(this, name, value);
    return value;
  };
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown) as unknown;
}

/** A number with the text that `printJson` gives it. */
export class SpelledNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The fractions that JavaScript would print otherwise: by what they lie in, then by their name there. */
const spellings = new WeakMap<object, Map<string, SpelledNumber>>();

/** A member of what `parseJson` read, for printing: a fraction keeps its spelling when it is taken out of what it lies in. */
export function spelledMember(holder: object, name: string): unknown {
  return spellings.get(holder)?.get(name) ?? (holder as JsonObject)[name];
}

function noteFraction(holder: object, name: string, value: number): void {
  const text = fractionText(value);
  if (text === String(value)) return;
  const noted = spellings.get(holder) ?? new Map<string, SpelledNumber>();
  spellings.set(holder, noted.set(name, new SpelledNumber(text)));
}

/** As Java's `Double.toString` has it: `1.0`, `1.0E7`, `1.0E-4`. */
function fractionText(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size === Infinity) return String(value);
  if (size >= 1e-3 && size < 1e7) return withPoint(String(value));
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${withPoint(digits)}E${Number(exponent)}`;
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}

/** The JSON text of a value of `parseJson`, without white space. */
export function printJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof SpelledNumber) return value.text;
  const member = (name: string): string => printJson(spelledMember(value as object, name));
  if (Array.isArray(value)) return `[${value.map((_, index) => member(String(index))).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).map((name) => `${JSON.stringify(name)}:${member(name)}`);
  return `{${members.join(',')}}`;
}
