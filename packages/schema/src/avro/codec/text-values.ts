import type { LogicalType } from '../schema.ts';
import { isUuid, uuidBytes } from '../../uuid.ts';
import { decimalOf } from '../../codec/decimal.ts';
import { bigDecimalOf } from './big-decimal.ts';
import { digitsOf } from './text-form.ts';

/**
 * The underlying value of a logical type's text, undefined when the text is not of that form. The inverse of `logicalToText`;
 * moments may also carry an offset (`+02:00`), and digits below the unit must be zero.
 */
export function logicalFromText(
  logical: LogicalType,
  text: string,
  size?: number,
): number | bigint | string | Uint8Array | undefined {
  switch (logical.kind) {
    case 'decimal':
      return decimalOf(text, logical.scale, size);
    case 'big-decimal':
      return bigDecimalOf(text);
    case 'uuid':
      return uuidOf(text, size);
    case 'date':
      return dateOf(text);
    case 'duration':
      return durationOf(text);
    case 'moment': {
      const day = logical.of === 'time' ? '1970-01-01T' : '';
      return momentOf(`${day}${text}${logical.of === 'timestamp' ? '' : 'Z'}`, digitsOf[logical.unit]);
    }
  }
}

const moment = /^([+-]?\d{4,6}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

function momentOf(text: string, digits: 3 | 6 | 9): number | bigint | undefined {
  const parts = moment.exec(text);
  if (parts === null) return undefined;
  const [, date = '', time = '', fraction = '', zone = ''] = parts;
  const milliseconds = Date.parse(`${date}T${time}${zone}`);
  const below = fraction.padEnd(9, '0');
  if (Number.isNaN(milliseconds) || Number(below.slice(digits)) !== 0) return undefined;
  const count = BigInt(milliseconds / 1000) * 10n ** BigInt(digits) + BigInt(below.slice(0, digits));
  const number = Number(count);
  return Number.isSafeInteger(number) ? number : count;
}

function dateOf(text: string): number | undefined {
  if (!/^([+-]\d{6}|\d{4})-\d\d-\d\d$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 86_400_000;
}

function uuidOf(text: string, size: number | undefined): string | Uint8Array | undefined {
  if (!isUuid(text)) return undefined;
  return size === undefined ? text : uuidBytes(text);
}

const duration =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/;

/** ISO 8601 into months, days and milliseconds, each 32 bits little-endian. */
function durationOf(text: string): Uint8Array | undefined {
  const parts = duration.exec(text);
  if (parts === null || text === 'P') return undefined;
  const count = (index: number): number => Number(parts[index] ?? 0);
  const seconds = (count(5) * 60 + count(6)) * 60 + count(7);
  const milliseconds = seconds * 1000 + Number((parts[8] ?? '').padEnd(3, '0'));
  const values = [count(1) * 12 + count(2), count(3) * 7 + count(4), milliseconds];
  if (values.some((value) => value >= 2 ** 32)) return undefined;
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint32(index * 4, value, true));
  return bytes;
}
