import type { Decimal } from './decimal.ts';
import type { SqlType } from './sql-type.ts';

/** A double as Java prints it: `1.0`, `1.0E10`, `1.0E-5`, `NaN`, `Infinity`. */
export function formatDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  // Java prints the smallest double with two digits, though one tells it apart.
  if (Math.abs(value) === Number.MIN_VALUE) return value < 0 ? '-4.9E-324' : '4.9E-324';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

export function formatDate(days: number): string {
  return isoDate(new Date(days * 86_400_000));
}

function isoDate(date: Date): string {
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
}

/** `HH:mm`, with seconds and milliseconds where they are not zero, as Java's LocalTime prints. */
export function formatTime(ms: number): string {
  const text = `${pad(Math.floor(ms / 3_600_000), 2)}:${pad(Math.floor(ms / 60_000) % 60, 2)}`;
  const seconds = Math.floor(ms / 1000) % 60;
  const millis = ms % 1000;
  if (seconds === 0 && millis === 0) return text;
  return millis === 0 ? `${text}:${pad(seconds, 2)}` : `${text}:${pad(seconds, 2)}.${pad(millis, 3)}`;
}

/** `2020-01-31T12:30:00.000` in UTC. */
export function formatTimestamp(ms: number): string {
  const date = new Date(ms);
  const time = `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
  return `${isoDate(date)}T${time}.${pad(date.getUTCMilliseconds(), 3)}`;
}

/** Values that print by themselves. */
export type Plain = boolean | number | bigint | string | Decimal;

export function plainText(value: Plain): string {
  return typeof value === 'string' ? value : value.toString();
}

/** A value as CAST(… AS STRING) gives it; NULL within a nested value prints as `null`. */
export function formatValue(value: unknown, type: SqlType): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'DOUBLE':
      return formatDouble(value as number);
    case 'DATE':
      return formatDate(value as number);
    case 'TIME':
      return formatTime(value as number);
    case 'TIMESTAMP':
      return formatTimestamp(value as number);
    case 'ARRAY':
      return `[${(value as unknown[]).map((item) => formatValue(item, type.element)).join(', ')}]`;
    case 'MAP':
      return `{${[...(value as Map<unknown, unknown>)].map(([k, v]) => `${formatValue(k, type.key)}=${formatValue(v, type.value)}`).join(', ')}}`;
    case 'STRUCT':
      return `Struct{${type.fields
        .map((field, i) => [field, (value as unknown[])[i] ?? null] as const)
        .filter(([, item]) => item !== null)
        .map(([field, item]) => `${field.name}=${formatValue(item, field.type)}`)
        .join(',')}}`;
    case 'BYTES':
      return (value as Uint8Array).toString();
    case 'BOOLEAN':
    case 'INTEGER':
    case 'BIGINT':
    case 'STRING':
    case 'DECIMAL':
      return plainText(value as Plain);
  }
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;
const TIMESTAMP =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ](?:(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** @throws RangeError where the text is no date. */
export function parseDate(text: string): number {
  const found = DATE.exec(text.trim()) ?? /^(\d{4})(?:-(\d{1,2}))?$/.exec(text.trim());
  const ms = found === null ? Number.NaN : utc(found[1], found[2], found[3]);
  if (Number.isNaN(ms)) throw new RangeError(`Required format is: "yyyy-MM-dd", got '${text}'`);
  return ms / 86_400_000;
}

/** @throws RangeError where the text is no time of day. */
export function parseTime(text: string): number {
  const found = TIME.exec(text.trim());
  const hours = Number(found?.[1]);
  if (found === null || hours > 23) throw new RangeError(`Required format is: "HH:mm:ss.SSS", got '${text}'`);
  return hours * 3_600_000 + Number(found[2]) * 60_000 + Number(found[3] ?? 0) * 1000 + millis(found[4]);
}

/** A date with as much of a time as is given, in UTC unless it names an offset. @throws RangeError otherwise. */
export function parseTimestamp(text: string): number {
  const found = TIMESTAMP.exec(text.trim());
  const day = found === null ? Number.NaN : utc(found[1], found[2], found[3]);
  if (found === null || Number.isNaN(day)) {
    throw new RangeError(
      `Failed to parse timestamp '${text}': required format is "yyyy-MM-dd'T'HH:mm:ss.SSS", with an optional timezone offset`,
    );
  }
  const time = Number(found[4] ?? 0) * 3_600_000 + Number(found[5] ?? 0) * 60_000 + Number(found[6] ?? 0) * 1000;
  return day + time + millis(found[7]) - offset(found[8]);
}

function utc(year = '', month = '1', day = '1'): number {
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(ms);
  // Date.UTC rolls over: 31 February would pass as 3 March.
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? ms : Number.NaN;
}

function millis(fraction = ''): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function offset(zone = 'Z'): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 3_600_000 + Number(zone.slice(-2)) * 60_000);
}
