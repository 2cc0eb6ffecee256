import { Decimal } from '../types/decimal.ts';
import { integerOfNumber, type Long, long, longOfNumber, parseLong } from '../types/integer.ts';
import { sameType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { formatValue, parseDate, parseTime, parseTimestamp } from '../types/text.ts';

type Converter = (value: never) => unknown;
type DecimalType = Extract<SqlType, { kind: 'DECIMAL' }>;

/** @throws RangeError where the digits before the point are more than the type has. */
export function fitDecimal(value: Decimal, type: DecimalType): Decimal {
  const scaled = value.setScale(type.scale);
  if (scaled.precision > type.precision) {
    throw new RangeError(
      `Numeric field overflow: A field with precision ${type.precision} and scale ${type.scale} must round to an absolute value less than 10^${type.precision - type.scale}. Got ${value.toString()}`,
    );
  }
  return scaled;
}

function parseNumber(text: string): number {
  const trimmed = text.trim();
  const number = Number(trimmed);
  if (
    trimmed === '' ||
    (Number.isNaN(number) && trimmed !== 'NaN') ||
    !/^[+-]?(\d|\.\d|NaN$|Infinity$)/.test(trimmed)
  ) {
    throw new RangeError(`For input string: "${text}"`);
  }
  return number;
}

function parseInteger(text: string): number {
  const value = parseLong(text.trim());
  if (typeof value !== 'number' || (value | 0) !== value) throw new RangeError(`For input string: "${text}"`);
  return value;
}

function parseBigint(text: string): Long {
  const value = parseLong(text.trim());
  if (value === undefined) throw new RangeError(`For input string: "${text}"`);
  return value;
}

function parseDecimal(text: string): Decimal {
  const value = Decimal.parse(text);
  if (value === undefined) throw new RangeError(`'${text}' is no decimal number`);
  return value;
}

/** `true`, `yes` and their beginnings, without regard to case; all else is false. */
function parseBoolean(text: string): boolean {
  const word = text.trim().toLowerCase();
  return word !== '' && ('true'.startsWith(word) || 'yes'.startsWith(word));
}

function fromString(to: SqlType): Converter | undefined {
  switch (to.kind) {
    case 'BOOLEAN':
      return parseBoolean;
    case 'INTEGER':
      return parseInteger;
    case 'BIGINT':
      return parseBigint;
    case 'DOUBLE':
      return parseNumber;
    case 'DECIMAL':
      return (text: string) => fitDecimal(parseDecimal(text), to);
    case 'DATE':
      return parseDate;
    case 'TIME':
      return parseTime;
    case 'TIMESTAMP':
      return parseTimestamp;
    default:
      return undefined;
  }
}

function fromNumber(from: SqlType, to: SqlType): Converter | undefined {
  switch (to.kind) {
    case 'INTEGER':
      if (from.kind === 'BIGINT')
        return (value: Long) =>
          typeof value === 'number' && (value | 0) === value ? value : Number(BigInt.asIntN(32, BigInt(value)));
      if (from.kind === 'DECIMAL') return (value: Decimal) => Number(BigInt.asIntN(32, value.toBigInt()));
      return integerOfNumber;
    case 'BIGINT':
      if (from.kind === 'INTEGER') return (value: number) => value;
      if (from.kind === 'DECIMAL') return (value: Decimal) => long(value.toBigInt());
      return longOfNumber;
    case 'DOUBLE':
      if (from.kind === 'DECIMAL') return (value: Decimal) => value.toNumber();
      return from.kind === 'BIGINT' ? Number : (value: number) => value;
    case 'DECIMAL':
      if (from.kind === 'DECIMAL') return (value: Decimal) => fitDecimal(value, to);
      if (from.kind === 'DOUBLE')
        return (value: number) => fitDecimal(Decimal.ofNumber(value) ?? parseDecimal(String(value)), to);
      return (value: Long) => fitDecimal(Decimal.ofInteger(value), to);
    default:
      return undefined;
  }
}

function fromTime(from: SqlType, to: SqlType): Converter | undefined {
  if (from.kind === 'TIMESTAMP' && to.kind === 'DATE') return (ms: number) => Math.floor(ms / 86_400_000);
  if (from.kind === 'TIMESTAMP' && to.kind === 'TIME')
    return (ms: number) => ((ms % 86_400_000) + 86_400_000) % 86_400_000;
  if (from.kind === 'DATE' && to.kind === 'TIMESTAMP') return (days: number) => days * 86_400_000;
  return undefined;
}

function nullable(convert: Converter): (value: unknown) => unknown {
  return (value) => (value === null ? null : convert(value as never));
}

function nested(from: SqlType, to: SqlType): Converter | undefined {
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') {
    const element = converter(from.element, to.element);
    return element && ((items: unknown[]) => items.map(nullable(element)));
  }
  if (from.kind === 'MAP' && to.kind === 'MAP') {
    const key = converter(from.key, to.key);
    const value = converter(from.value, to.value);
    if (key === undefined || value === undefined) return undefined;
    return (map: Map<unknown, unknown>) => new Map([...map].map(([k, v]) => [nullable(key)(k), nullable(value)(v)]));
  }
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') return structConverter(from.fields, to.fields);
  return undefined;
}

type Fields = Extract<SqlType, { kind: 'STRUCT' }>['fields'];

function structConverter(from: Fields, to: Fields): Converter | undefined {
  const fields: [index: number, convert: (value: unknown) => unknown][] = [];
  for (const field of to) {
    const index = from.findIndex((other) => other.name === field.name);
    const source = from[index];
    const convert = source === undefined ? (): null => null : converter(source.type, field.type);
    if (convert === undefined) return undefined;
    fields.push([index, nullable(convert)]);
  }
  return (row: unknown[]) => fields.map(([index, convert]) => convert(row[index] ?? null));
}

/** How a value that is not null becomes one of another type; undefined where SQL has no such cast. It may throw RangeError. */
export function converter(from: SqlType, to: SqlType): Converter | undefined {
  if (sameType(from, to)) return (value: unknown) => value;
  if (to.kind === 'STRING') return (value: unknown) => formatValue(value, from);
  switch (from.kind) {
    case 'STRING':
      return fromString(to);
    case 'INTEGER':
    case 'BIGINT':
    case 'DOUBLE':
    case 'DECIMAL':
      return fromNumber(from, to);
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return fromTime(from, to);
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT':
      return nested(from, to);
    default:
      return undefined;
  }
}
