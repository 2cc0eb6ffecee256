/** Formats and parses with the patterns of Java's DateTimeFormatter. Times are milliseconds since 1970-01-01T00:00:00Z. */

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millis: number;
  readonly weekday: number;
  readonly dayOfYear: number;
  /** Milliseconds east of UTC. */
  readonly offset: number;
  readonly zone: string;
}

type Part = { readonly letter: string; readonly count: number } | { readonly literal: string };

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAY_MS = 86_400_000;

function parsePattern(pattern: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length;) {
    const character = pattern.charAt(at);
    if (character === "'") {
      const [literal, end] = quoted(pattern, at + 1);
      parts.push({ literal });
      at = end;
    } else if (/[a-zA-Z]/.test(character)) {
      let count = 1;
      while (pattern.charAt(at + count) === character) count += 1;
      if (!'GuyYMLDdQqEecFaHhKkmsSAnNVzOXxZ'.includes(character))
        throw new RangeError(`Unknown pattern letter: ${character}`);
      parts.push({ letter: character, count });
      at += count;
    } else {
      // Optional sections parse and print as if they were there.
      if (character !== '[' && character !== ']') parts.push({ literal: character });
      at += 1;
    }
  }
  return parts;
}

function quoted(pattern: string, start: number): [literal: string, end: number] {
  if (pattern.charAt(start) === "'") return ["'", start + 1];
  let literal = '';
  for (let at = start; at < pattern.length; at += 1) {
    if (pattern.charAt(at) !== "'") literal += pattern.charAt(at);
    else if (pattern.charAt(at + 1) === "'") {
      literal += "'";
      at += 1;
    } else return [literal, at + 1];
  }
  throw new RangeError(`Pattern ends with an incomplete string literal: ${pattern}`);
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(zone: string): Intl.DateTimeFormat {
  let format = zoneFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    zoneFormats.set(zone, format);
  }
  return format;
}

function fixedOffset(zone: string): number | undefined {
  if (/^(Z|UTC|GMT|Etc\/UTC)$/i.test(zone)) return 0;
  const found = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone);
  if (found === null) return undefined;
  const [, sign, hours = '0', minutes = '0'] = found;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000);
}

/** Milliseconds by which a zone is ahead of UTC at an instant. @throws RangeError for a zone that does not exist. */
export function zoneOffset(zone: string, time: number): number {
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) return fixed;
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = zoneFormat(zone).formatToParts(new Date(time));
  } catch {
    throw new RangeError(`Unknown time-zone ID: ${zone}`);
  }
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(time / 1000) * 1000;
}

/** The instant at which a zone's clocks show a local time. In a gap the clocks are taken as they were before it. */
export function localToInstant(local: number, zone: string): number {
  const first = local - zoneOffset(zone, local);
  const second = local - zoneOffset(zone, first);
  return first === second ? first : Math.max(first, second);
}

function fieldsOf(time: number, zone: string): Fields {
  const offset = zoneOffset(zone, time);
  const date = new Date(time + offset);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millis: date.getUTCMilliseconds(),
    weekday: (date.getUTCDay() + 6) % 7,
    dayOfYear: Math.floor((time + offset - Date.UTC(year, 0, 1)) / DAY_MS) + 1,
    offset,
    zone,
  };
}

function pad(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

function offsetText(offset: number, letter: string, count: number): string {
  if (offset === 0 && letter === 'X') return 'Z';
  const sign = offset < 0 ? '-' : '+';
  const minutes = Math.abs(offset) / 60_000;
  const [hours, rest] = [pad(Math.floor(minutes / 60), 2), pad(minutes % 60, 2)];
  if (letter === 'Z') return count === 5 ? (offset === 0 ? 'Z' : `${sign}${hours}:${rest}`) : `${sign}${hours}${rest}`;
  if (count === 1) return rest === '00' ? sign + hours : `${sign}${hours}${rest}`;
  return count === 2 || count === 4 ? `${sign}${hours}${rest}` : `${sign}${hours}:${rest}`;
}

function isoWeekYear(fields: Fields): { week: number; year: number } {
  const thursday = new Date(Date.UTC(fields.year, fields.month - 1, fields.day + 3 - fields.weekday));
  const year = thursday.getUTCFullYear();
  return { week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1, year };
}

function name(names: readonly string[], index: number, count: number): string {
  const full = names[index] ?? '';
  return count === 5 ? full.charAt(0) : count === 4 ? full : full.slice(0, 3);
}

function print(fields: Fields, letter: string, count: number): string {
  switch (letter) {
    case 'y':
    case 'u':
      return count === 2 ? pad(fields.year % 100, 2) : pad(fields.year, count);
    case 'Y': {
      const { year } = isoWeekYear(fields);
      return count === 2 ? pad(year % 100, 2) : pad(year, count);
    }
    case 'G':
      return count === 4 ? (fields.year > 0 ? 'Anno Domini' : 'Before Christ') : fields.year > 0 ? 'AD' : 'BC';
    case 'M':
    case 'L':
      return count > 2 ? name(MONTHS, fields.month - 1, count) : pad(fields.month, count);
    case 'Q':
    case 'q':
      return pad(Math.ceil(fields.month / 3), count);
    case 'd':
      return pad(fields.day, count);
    case 'D':
      return pad(fields.dayOfYear, count);
    case 'E':
      return name(DAYS, fields.weekday, count);
    case 'e':
    case 'c':
      return count > 2 ? name(DAYS, fields.weekday, count) : pad(((fields.weekday + 1) % 7) + 1, count);
    case 'a':
      return fields.hour < 12 ? 'AM' : 'PM';
    case 'H':
      return pad(fields.hour, count);
    case 'k':
      return pad(fields.hour === 0 ? 24 : fields.hour, count);
    case 'K':
      return pad(fields.hour % 12, count);
    case 'h':
      return pad(fields.hour % 12 === 0 ? 12 : fields.hour % 12, count);
    case 'm':
      return pad(fields.minute, count);
    case 's':
      return pad(fields.second, count);
    case 'S':
      return pad(fields.millis, 3).padEnd(9, '0').slice(0, count);
    case 'A':
      return pad(((fields.hour * 60 + fields.minute) * 60 + fields.second) * 1000 + fields.millis, count);
    case 'n':
      return pad(fields.millis * 1_000_000, count);
    case 'X':
    case 'x':
    case 'Z':
      return offsetText(fields.offset, letter, count);
    case 'O':
      return fields.offset === 0 ? 'GMT' : `GMT${offsetText(fields.offset, 'x', 3)}`;
    case 'V':
      return fields.zone;
    case 'z':
      return fields.zone === 'UTC' ? 'UTC' : zoneName(fields);
    default:
      throw new RangeError(`Pattern letter ${letter} is not supported`);
  }
}

function zoneName(fields: Fields): string {
  const time = Date.UTC(fields.year, fields.month - 1, fields.day, fields.hour, fields.minute) - fields.offset;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: fields.zone, timeZoneName: 'short' });
  return format.formatToParts(new Date(time)).find((part) => part.type === 'timeZoneName')?.value ?? fields.zone;
}

/** Makes the printer of a pattern. @throws RangeError for a pattern that Java would refuse. */
export function dateFormatter(pattern: string): (time: number, zone: string) => string {
  const parts = parsePattern(pattern);
  return (time, zone) => {
    const fields = fieldsOf(time, zone);
    return parts.map((part) => ('literal' in part ? part.literal : print(fields, part.letter, part.count))).join('');
  };
}

type Slot = (text: string, found: Found) => void;

interface Found {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  hour?: number;
  hour12?: number;
  afternoon?: boolean;
  minute?: number;
  second?: number;
  millis?: number;
  zone?: string;
}

function numeric(set: (found: Found, value: number) => void, count: number, adjacent: boolean): [string, Slot] {
  const width = adjacent ? `{${count}}` : count === 1 ? '{1,19}' : `{${count}}`;
  return [`(\\d${width})`, (text, found) => set(found, Number(text))];
}

function named(names: readonly string[], count: number, set: (found: Found, value: number) => void): [string, Slot] {
  const shown = names.map((each) => (count === 4 ? each : each.slice(0, 3)));
  return [
    `(${shown.join('|')})`,
    (text, found) =>
      set(
        found,
        shown.findIndex((each) => each.toLowerCase() === text.toLowerCase()),
      ),
  ];
}

function yearSlot(count: number, adjacent: boolean): [string, Slot] {
  if (count === 2) return numeric((found, value) => (found.year = 2000 + value), 2, true);
  const width = adjacent ? `{${count}}` : `{${Math.min(count, 4)},9}`;
  return [`([+-]?\\d${width})`, (text, found) => (found.year = Number(text))];
}

function slotOf(letter: string, count: number, adjacent: boolean): [string, Slot] {
  switch (letter) {
    case 'y':
    case 'u':
    case 'Y':
      return yearSlot(count, adjacent);
    case 'M':
    case 'L':
      if (count > 2) return named(MONTHS, count, (found, value) => (found.month = value + 1));
      return numeric((found, value) => (found.month = value), count, adjacent);
    case 'd':
      return numeric((found, value) => (found.day = value), count, adjacent);
    case 'D':
      return numeric((found, value) => (found.dayOfYear = value), count, adjacent);
    case 'E':
      return named(DAYS, count, () => undefined);
    case 'a':
      return ['(AM|PM)', (text, found) => (found.afternoon = text.toUpperCase() === 'PM')];
    case 'H':
    case 'k':
      return numeric((found, value) => (found.hour = value === 24 ? 0 : value), count, adjacent);
    case 'h':
    case 'K':
      return numeric((found, value) => (found.hour12 = value % 12), count, adjacent);
    case 'm':
      return numeric((found, value) => (found.minute = value), count, adjacent);
    case 's':
      return numeric((found, value) => (found.second = value), count, adjacent);
    case 'S':
      return [`(\\d{${count}})`, (text, found) => (found.millis = Number(text.slice(0, 3).padEnd(3, '0')))];
    case 'X':
    case 'x':
    case 'Z':
      return ['(Z|[+-]\\d{2}(?::?\\d{2})?)', (text, found) => (found.zone = text)];
    case 'V':
    case 'z':
    case 'O':
      return ['([A-Za-z][A-Za-z0-9_/+:-]*)', (text, found) => (found.zone = text)];
    default:
      throw new RangeError(`Pattern letter ${letter} is not supported`);
  }
}

function instantOf(found: Found, text: string): number {
  const { year = 1970, month = 1, day = 1, dayOfYear, minute = 0, second = 0, millis = 0 } = found;
  const hour = found.hour ?? (found.hour12 ?? 0) + (found.afternoon === true ? 12 : 0);
  const date = dayOfYear === undefined ? Date.UTC(year, month - 1, day) : Date.UTC(year, 0, dayOfYear);
  const valid =
    dayOfYear !== undefined || (new Date(date).getUTCMonth() === month - 1 && new Date(date).getUTCDate() === day);
  if (!valid || hour > 23 || minute > 59 || second > 59)
    throw new RangeError(`Text '${text}' could not be parsed: a field is out of range`);
  return date + ((hour * 60 + minute) * 60 + second) * 1000 + millis;
}

const LITERAL = /[\\^$.*+?()[\]{}|/-]/g;

/**
 * Makes the parser of a pattern, without regard to case. What the text does not say is 1970, January, the first, midnight; a zone in the
 * text goes before the given one. `prefix`: other text may follow. @throws RangeError for a pattern that Java would refuse, and where a text does not fit.
 */
export function dateParser(
  pattern: string,
  options: { readonly prefix?: boolean } = {},
): (text: string, zone: string) => number {
  const parts = parsePattern(pattern);
  const slots: Slot[] = [];
  let source = '';
  for (const [i, part] of parts.entries()) {
    if ('literal' in part) source += part.literal.replace(LITERAL, '\\$&');
    else {
      const next = parts[i + 1];
      const adjacent = next !== undefined && 'letter' in next && /[yuMdHhms]/.test(next.letter) && next.count < 3;
      const [expression, slot] = slotOf(part.letter, part.count, adjacent);
      source += expression;
      slots.push(slot);
    }
  }
  const expression = new RegExp(`^${source}${options.prefix === true ? '' : '$'}`, 'i');
  return (text, zone) => {
    const match = expression.exec(text);
    if (match === null) throw new RangeError(`Text '${text}' could not be parsed with the pattern ${pattern}`);
    const found: Found = {};
    for (const [i, slot] of slots.entries()) slot(match[i + 1] ?? '', found);
    return localToInstant(instantOf(found, text), found.zone ?? zone);
  };
}
