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

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** JSON in which an integer that a number cannot hold is a bigint. Raises SyntaxError. */
export function exactJson(text: string): unknown {
  return /\d{16}/.test(text) ? parseExactly(text) : (JSON.parse(text) as unknown);
}

/** As `exactJson`, of a schema. Raises `SCHEMA_INVALID` with line and column. */
export function parseJson(text: string): unknown {
  try {
    return exactJson(text);
  } catch (cause) {
    throw new MillraceError('SCHEMA_INVALID', `The schema is not JSON: ${(cause as Error).message}`, { cause });
  }
}

function parseExactly(text: string): unknown {
  const exact: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown) as unknown;
}

/** The JSON text of a value of `parseJson`, without white space. */
export function printJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${printJson(member)}`);
  return `{${members.join(',')}}`;
}
