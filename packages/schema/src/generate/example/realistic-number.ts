import { momentOf, type Scene } from './scene.ts';

interface Range {
  readonly min: number;
  readonly max: number;
  /** Digits behind the point where the type has any. */
  readonly digits: number;
}

const between = (min: number, max: number, digits = 0): Range => ({ min, max, digits });

/** What a number is by the words of its field; the first that fits. */
const ranges: readonly (readonly [words: RegExp, range: Range])[] = [
  [/ (latitude|lat) $/, between(-60, 70, 4)],
  [/ (longitude|long|lon|lng) $/, between(-170, 170, 4)],
  [/ age $/, between(18, 90)],
  [/ (quantity|qty|count|items|pieces|seats|passengers) $/, between(1, 20)],
  [/ (price|amount|total|subtotal|cost|fee|balance|revenue|salary|value|tax|money|fare) $/, between(1, 500, 2)],
  [/ (percent|percentage|pct) $/, between(0, 100, 1)],
  [/ (ratio|rate|probability|share|discount|confidence) $/, between(0, 1, 3)],
  [/ distance( \w+)? $/, between(50, 3_000)],
  [/ delay( \w+)? $/, between(-15, 120)],
  [/ (duration|elapsed|latency|timeout)( \w+)? $/, between(10, 5_000)],
  [/ year $/, between(2_000, 2_026)],
  [/ month $/, between(1, 12)],
  [/ day $/, between(1, 28)],
  [/ hour $/, between(0, 23)],
  [/ (minute|second) $/, between(0, 59)],
  [/ port $/, between(1_024, 65_535)],
  [/ (temperature|temp) $/, between(-10, 35, 1)],
  [/ (weight|kg) $/, between(1, 100, 1)],
  [/ (altitude|elevation) $/, between(0, 11_000)],
  [/ speed $/, between(0, 900)],
  [/ (rating|stars|priority|level) $/, between(1, 5)],
  [/ score $/, between(0, 100, 1)],
  [/ (status|response) code $/, between(200, 204)],
  [/ partition $/, between(0, 11)],
  [/ (version|revision) $/, between(1, 9)],
  [/ (id|number|no|key|account) $/, between(1_000, 999_999)],
];
/** Counts of milliseconds since the epoch, where the type has room for them. */
const instant = / (at|time|timestamp|ts|epoch|date)( ms| millis)? $/;
const plain = between(0, 1_000, 2);

/** A whole number that a field of these words might have, from `min` to `max`: below 2^53. */
export function realisticInteger(words: string, scene: Scene, min: number, max: number): number {
  if (instant.test(words) && max >= Number.MAX_SAFE_INTEGER) return momentOf(scene);
  const range = rangeOf(words);
  const from = Math.max(min, Math.min(max, range.min));
  return scene.faker.number.int({ min: from, max: Math.max(from, Math.min(max, range.max)) });
}

export function realisticNumber(words: string, { faker }: Scene): number {
  const { min, max, digits } = rangeOf(words);
  return faker.number.float({ min, max, fractionDigits: Math.max(digits, 1) });
}

function rangeOf(words: string): Range {
  return ranges.find(([pattern]) => pattern.test(words))?.[1] ?? plain;
}
