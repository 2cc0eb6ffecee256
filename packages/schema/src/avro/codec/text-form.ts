import type { LogicalType, MomentType } from '../schema.ts';
import { uuidText } from '../../uuid.ts';
import { decimalText, unscaledOf } from '../../codec/decimal.ts';
import { bigDecimalText } from './big-decimal.ts';

/**
 * Logical values as text that people read and JSON carries: ISO 8601 moments, decimal numbers. Times keep the digits of their
 * unit (milli, micro, nano).
 */
export function logicalToText(logical: LogicalType, value: number | bigint | string | Uint8Array): string {
  switch (logical.kind) {
    case 'decimal':
      return decimalText(unscaledOf(value as Uint8Array), logical.scale);
    case 'big-decimal':
      return bigDecimalText(value as Uint8Array);
    case 'uuid':
      return typeof value === 'string' ? value : uuidText(value as Uint8Array);
    case 'date':
      return dateText(value as number);
    case 'duration':
      return durationText(value as Uint8Array);
    case 'moment':
      return momentText(logical, BigInt(value as number | bigint));
  }
}

/** Digits of the fraction of a second in each unit. */
export const digitsOf = { millis: 3, micros: 6, nanos: 9 } as const;

function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** ISO 8601 with the digits of the unit; outside the years a Date can hold, the count itself. */
function momentText(moment: MomentType, count: bigint): string {
  const digits = digitsOf[moment.unit];
  const perSecond = 10n ** BigInt(digits);
  const seconds = floorDivide(count, perSecond);
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return String(count);
  const whole = date.toISOString().slice(moment.of === 'time' ? '1970-01-01T'.length : 0, -'.000Z'.length);
  const fraction = String(count - seconds * perSecond).padStart(digits, '0');
  return `${whole}.${fraction}${moment.of === 'timestamp' ? 'Z' : ''}`;
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** Months, days and milliseconds, each 32 bits little-endian, in ISO 8601. */
function durationText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
  return `P${view.getUint32(0, true)}M${view.getUint32(4, true)}DT${view.getUint32(8, true) / 1000}S`;
}
