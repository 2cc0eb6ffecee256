type Raw = Readonly<Record<string, unknown>>;

/** Digits behind the point of a second, as nanoseconds. */
export function nanosOf(fraction: string): number {
  return Number(fraction.padEnd(9, '0'));
}

/** ISO 8601 with 0, 3, 6 or 9 digits behind the point, as Protobuf's JSON has it; undefined outside the years 1 to 9999. */
export function momentText({ seconds, nanos }: Raw): string | undefined {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime()) || !isNanos(nanos)) return undefined;
  const text = date.toISOString();
  return text.length === '1970-01-01T00:00:00.000Z'.length
    ? `${text.slice(0, -'.000Z'.length)}${fractionText(nanos)}Z`
    : undefined;
}

/** Seconds with an `s` behind: `-1.500s`. */
export function durationText({ seconds, nanos }: Raw): string | undefined {
  const whole = BigInt(seconds as number | bigint);
  const part = nanos as number;
  // Both have the same sign.
  if (!isNanos(Math.abs(part)) || (whole < 0n && part > 0) || (whole > 0n && part < 0)) return undefined;
  const sign = whole < 0n || part < 0 ? '-' : '';
  return `${sign}${whole < 0n ? -whole : whole}${fractionText(Math.abs(part))}s`;
}

/** A day of the calendar; undefined when a part is left out. */
export function dateText({ year, month, day }: Raw): string | undefined {
  const isDay = inside(year, 1, 9999) && inside(month, 1, 12) && inside(day, 1, 31);
  return isDay ? `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` : undefined;
}

export function timeText({ hours, minutes, seconds, nanos }: Raw): string | undefined {
  if (!inside(hours, 0, 24) || !inside(minutes, 0, 59) || !inside(seconds, 0, 60) || !isNanos(nanos)) return undefined;
  return `${padded(hours, 2)}:${padded(minutes, 2)}:${padded(seconds, 2)}${fractionText(nanos)}`;
}

function fractionText(nanos: number): string {
  if (nanos === 0) return '';
  return `.${padded(nanos, 9).replace(/(000){1,2}$/, '')}`;
}

function isNanos(value: unknown): value is number {
  return inside(value, 0, 999_999_999);
}

function inside(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
