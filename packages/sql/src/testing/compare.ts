import { bytesToBase64 } from '../types/bytes.ts';
import { Decimal } from '../types/decimal.ts';
import { type Json, printJson } from '../formats/json-scanner.ts';

/** A floating-point number that a format tells from an exact one: compared within a tolerance. */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export type Actual = Json | Double | Uint8Array;

const TOLERANCE = 1e-6;

function asNumber(json: Json): number | null {
  if (json instanceof Decimal) return json.toNumber();
  return typeof json === 'number' || typeof json === 'bigint' ? Number(json) : null;
}

function sameDouble(actual: number, expected: Json): boolean {
  const number = typeof expected === 'string' ? Number(expected) : asNumber(expected);
  if (number === null) return false;
  return Object.is(actual, number) || Math.abs(actual - number) <= TOLERANCE || Math.abs(actual / number - 1) < 1e-12;
}

/** `exact`: decimals must agree in scale too. */
export interface Comparison {
  readonly exact: boolean;
}

function sameDecimal(actual: Decimal, expected: Json, { exact }: Comparison): boolean {
  if (expected instanceof Decimal)
    return exact ? actual.toString() === expected.toString() : sameDouble(actual.toNumber(), expected);
  if (typeof expected === 'string') return actual.toString() === Decimal.parse(expected)?.toString();
  if (typeof expected !== 'number' && typeof expected !== 'bigint') return false;
  return (!exact || actual.scale <= 0) && actual.compare(Decimal.ofInteger(expected)) === 0;
}

function lookUp(actual: ReadonlyMap<string, Actual>, name: string): Actual | undefined {
  return actual.get(name) ?? actual.get(name.toUpperCase());
}

/** Whether a value is what a test file expects, by the rules of ksqlDB's own test runner. */
export function matches(actual: Actual, expected: Json, how: Comparison): boolean {
  if (actual instanceof Double) return sameDouble(actual.value, expected);
  if (actual instanceof Uint8Array) return bytesToBase64(actual) === expected;
  if (actual instanceof Decimal) return sameDecimal(actual, expected, how);
  if (actual === null || expected === null) return actual === expected;
  if (Array.isArray(actual)) {
    return (
      Array.isArray(expected) &&
      actual.length === expected.length &&
      actual.every((item, i) => matches(item, expected[i] ?? null, how))
    );
  }
  if (actual instanceof Map) {
    if (!(expected instanceof Map) || actual.size !== expected.size) return false;
    return [...expected].every(([name, value]) => {
      const found = lookUp(actual, name);
      return matches(found ?? null, value, how);
    });
  }
  if ((typeof actual === 'number' || typeof actual === 'bigint') && expected instanceof Decimal) {
    return !how.exact && expected.compare(Decimal.ofInteger(actual)) === 0;
  }
  return actual === expected;
}

/** For messages. */
export function show(value: Actual): string {
  if (value instanceof Double) return String(value.value);
  if (value instanceof Uint8Array) return JSON.stringify(bytesToBase64(value));
  if (value instanceof Map)
    return `{${[...value].map(([name, item]) => `${JSON.stringify(name)}:${show(item)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(show).join(',')}]`;
  return printJson(value);
}
