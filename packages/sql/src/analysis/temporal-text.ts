const TIMESTAMP =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2})?(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** `2021-01-31T12:30:00.000+0100` with any part after the year left out; UTC without a zone. Milliseconds, or null. */
export function parseTimestampText(text: string): number | null {
  const parts = TIMESTAMP.exec(text.trim());
  if (parts === null) return null;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = parts;
  const date = daysSinceEpoch(Number(year), Number(month), Number(day));
  const time = millisecondsOfDay(Number(hour), Number(minute), Number(second), fraction);
  if (date === null || time === null) return null;
  return date * 86_400_000 + time - zoneOffset(zone);
}

/** `2021-01-31`. Days since 1970-01-01, or null. */
export function parseDateText(text: string): number | null {
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim());
  return parts === null ? null : daysSinceEpoch(Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1));
}

/** `12:30:00.000`, seconds and fraction at will. Milliseconds since midnight, or null. */
export function parseTimeText(text: string): number | null {
  const parts = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?$/.exec(text.trim());
  if (parts === null) return null;
  return millisecondsOfDay(Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0), parts[4] ?? '');
}

function daysSinceEpoch(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return Math.floor(date.getTime() / 86_400_000);
}

function millisecondsOfDay(hour: number, minute: number, second: number, fraction: string): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}
