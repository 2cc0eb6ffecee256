import type { LogicalType } from '../schema.ts';
import { bytesOfUnscaled, digitsOf } from './text-form.ts';

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
    case 'uuid':
      return uuidOf(text, size);
    case 'date':
      return dateOf(text);
    case 'duration':
      return undefined;
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

function decimalOf(text: string, scale: number, size: number | undefined): Uint8Array | undefined {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (Number(fraction.slice(scale)) !== 0) return undefined;
  const magnitude = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return bytesOfUnscaled(sign === '-' ? -magnitude : magnitude, size);
}

function uuidOf(text: string, size: number | undefined): string | Uint8Array | undefined {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return undefined;
  if (size === undefined) return text;
  return Uint8Array.from(text.replaceAll('-', '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
