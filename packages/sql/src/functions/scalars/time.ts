import type { Long } from '../../types/integer.ts';
import type { ScalarFunction, ScalarVariant } from '../function.ts';
import { dateFormatter, dateParser, localToInstant, zoneOffset } from '../java-date.ts';
import { scalar, strict, typed } from './define.ts';

const DAY_MS = 86_400_000;

/** Keeps what is made of a pattern: nearly always there is one. */
function remembered<T>(make: (pattern: string) => T): (pattern: string) => T {
  const made = new Map<string, T>();
  return (pattern) => {
    let found = made.get(pattern);
    if (found === undefined) {
      found = make(pattern);
      if (made.size > 100) made.clear();
      made.set(pattern, found);
    }
    return found;
  };
}

const formatter = remembered(dateFormatter);
const parser = remembered((pattern) => dateParser(pattern));
const prefixParser = remembered((pattern) => dateParser(pattern, { prefix: true }));

function format(time: number, pattern: string, zone = 'UTC'): string {
  try {
    return formatter(pattern)(time, zone);
  } catch (cause) {
    throw new RangeError(`Failed to format timestamp ${time} with formatter '${pattern}': ${reason(cause)}`, { cause });
  }
}

function parse(text: string, pattern: string, zone = 'UTC', parserOf = parser): number {
  try {
    return parserOf(pattern)(text, zone);
  } catch (cause) {
    throw new RangeError(`Failed to parse '${text}' with formatter '${pattern}': ${reason(cause)}`, { cause });
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function wholeDays(time: number): number {
  if (time % DAY_MS !== 0) throw new RangeError('Date format contains time field.');
  return time / DAY_MS;
}

function timeOfDay(time: number): number {
  return ((time % DAY_MS) + DAY_MS) % DAY_MS;
}

/** Milliseconds of the units that java.util.concurrent.TimeUnit knows, and of longer ones. */
const UNITS: Readonly<Record<string, number>> = {
  NANOSECONDS: 1e-6,
  MICROSECONDS: 1e-3,
  MILLISECOND: 1,
  MILLISECONDS: 1,
  SECOND: 1000,
  SECONDS: 1000,
  MINUTE: 60_000,
  MINUTES: 60_000,
  HOUR: 3_600_000,
  HOURS: 3_600_000,
  DAY: DAY_MS,
  DAYS: DAY_MS,
};

function unitMs(unit: string): number {
  const ms = UNITS[unit.toUpperCase()];
  if (ms === undefined) throw new RangeError(`Unknown interval unit: ${unit}`);
  return ms;
}

type Shift = (unit: string, interval: number, time: number) => number;

const SHIFTS: Readonly<Record<'DATE' | 'TIME' | 'TIMESTAMP', (sign: 1 | -1) => Shift>> = {
  DATE: (sign) => (unit, interval, days) => days + sign * Math.trunc((interval * unitMs(unit)) / DAY_MS),
  TIME: (sign) => (unit, interval, time) => timeOfDay(time + sign * Math.trunc(interval * unitMs(unit))),
  TIMESTAMP: (sign) => (unit, interval, time) => time + sign * Math.trunc(interval * unitMs(unit)),
};

function shifting(name: string, type: 'DATE' | 'TIME' | 'TIMESTAMP', sign: 1 | -1): ScalarFunction {
  const what = type.toLowerCase();
  const description = sign > 0 ? `Adds an interval to a ${what}.` : `Takes an interval off a ${what}.`;
  return scalar(
    name,
    description,
    strict(`INTERVAL_UNIT unit, INTEGER interval, ${type} ${what}`, type, SHIFTS[type](sign)),
  );
}

function withZone(parameters: string, returns: string, apply: (...args: never[]) => unknown): ScalarVariant[] {
  return [strict(parameters, returns, apply), strict(`${parameters}, STRING timeZone`, returns, apply)];
}

export const timeFunctions: readonly ScalarFunction[] = [
  scalar(
    'CONVERT_TZ',
    'Turns a timestamp of one time zone into the same wall-clock time of another.',
    strict(
      'TIMESTAMP timestamp, STRING fromTimeZone, STRING toTimeZone',
      'TIMESTAMP',
      (time: number, from: string, to: string) =>
        localToInstant(time, from) + zoneOffset(to, localToInstant(time, from)),
    ),
  ),
  shifting('dateadd', 'DATE', 1),
  shifting('datesub', 'DATE', -1),
  scalar(
    'DATETOSTRING',
    'Prints days since 1970 with a date pattern. Use FORMAT_DATE.',
    strict('INTEGER epochDays, STRING formatPattern', 'STRING', (days: number, pattern: string) =>
      format(days * DAY_MS, pattern),
    ),
  ),
  scalar(
    'FORMAT_DATE',
    'Prints a date with a pattern such as yyyy-MM-dd.',
    strict('DATE date, STRING formatPattern', 'STRING', (days: number, pattern: string) =>
      format(days * DAY_MS, pattern),
    ),
  ),
  scalar(
    'FORMAT_TIME',
    'Prints a time of day with a pattern such as HH:mm:ss.SSS.',
    strict('TIME time, STRING formatPattern', 'STRING', (time: number, pattern: string) => format(time, pattern)),
  ),
  scalar(
    'FORMAT_TIMESTAMP',
    'Prints a timestamp with a pattern such as yyyy-MM-dd HH:mm:ss.SSS, in UTC or a time zone.',
    ...withZone('TIMESTAMP timestamp, STRING formatPattern', 'STRING', format),
  ),
  scalar(
    'FROM_DAYS',
    'Gives the date of a number of days since 1970.',
    strict('INTEGER days', 'DATE', (days: number) => days),
  ),
  scalar(
    'FROM_UNIXTIME',
    'Gives the timestamp of milliseconds since 1970.',
    strict('BIGINT epochMilli', 'TIMESTAMP', (ms: Long) => Number(ms)),
  ),
  scalar(
    'PARSE_DATE',
    'Reads a date with a pattern such as yyyy-MM-dd.',
    strict('STRING formattedDate, STRING formatPattern', 'DATE', (text: string, pattern: string) =>
      wholeDays(parse(text, pattern, 'UTC', prefixParser)),
    ),
  ),
  scalar(
    'PARSE_TIME',
    'Reads a time of day with a pattern such as HH:mm:ss.SSS.',
    strict('STRING formattedTime, STRING formatPattern', 'TIME', (text: string, pattern: string) =>
      timeOfDay(parse(text, pattern)),
    ),
  ),
  scalar(
    'PARSE_TIMESTAMP',
    'Reads a timestamp with a pattern such as yyyy-MM-dd HH:mm:ss.SSS, in UTC or a time zone.',
    ...withZone('STRING formattedTimestamp, STRING formatPattern', 'TIMESTAMP', parse),
  ),
  scalar(
    'STRINGTODATE',
    'Reads a date into days since 1970. Use PARSE_DATE.',
    strict('STRING formattedDate, STRING formatPattern', 'INTEGER', (text: string, pattern: string) =>
      Math.floor(parse(text, pattern) / DAY_MS),
    ),
  ),
  scalar(
    'STRINGTOTIMESTAMP',
    'Reads a timestamp into milliseconds since 1970. Use PARSE_TIMESTAMP.',
    ...withZone('STRING formattedTimestamp, STRING formatPattern', 'BIGINT', parse),
  ),
  shifting('timeadd', 'TIME', 1),
  shifting('timesub', 'TIME', -1),
  shifting('timestampadd', 'TIMESTAMP', 1),
  shifting('timestampsub', 'TIMESTAMP', -1),
  scalar(
    'TIMESTAMPTOSTRING',
    'Prints milliseconds since 1970 with a pattern. Use FORMAT_TIMESTAMP.',
    ...withZone('BIGINT epochMilli, STRING formatPattern', 'STRING', (ms: Long, pattern: string, zone?: string) =>
      format(Number(ms), pattern, zone),
    ),
  ),
  scalar(
    'UNIX_DATE',
    'Gives days since 1970 of a date, or of today.',
    typed('', 'INTEGER', (_types, environment) => () => Math.floor(environment.now() / DAY_MS)),
    strict('DATE date', 'INTEGER', (days: number) => days),
  ),
  scalar(
    'UNIX_TIMESTAMP',
    'Gives milliseconds since 1970 of a timestamp, or of now.',
    typed('', 'BIGINT', (_types, environment) => () => environment.now()),
    strict('TIMESTAMP timestamp', 'BIGINT', (time: number) => time),
  ),
];
