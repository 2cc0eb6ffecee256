import { MillraceError } from '@millrace/base';

/** About 9,800 digits. The time to make and to print an integer grows faster than its length. */
const unscaledBytesMax = 4_096;

/**
 * The integer of a decimal: two's complement, big-endian.
 * @throws MillraceError DATA_INVALID when it is longer than 4,096 bytes
 */
export function unscaledOf(bytes: Uint8Array): bigint {
  if (bytes.length > unscaledBytesMax) {
    throw new MillraceError('DATA_INVALID', `A decimal of ${bytes.length} bytes is longer than ${unscaledBytesMax}.`);
  }
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(Math.max(bytes.length, 1) * 8, value);
}

/** The shortest two's complement of an integer, or the one of `size` bytes; undefined when it does not fit there. */
export function bytesOfUnscaled(value: bigint, size?: number): Uint8Array | undefined {
  let length = size ?? 1;
  while (BigInt.asIntN(length * 8, value) !== value) {
    if (size !== undefined) return undefined;
    length++;
  }
  const bytes = new Uint8Array(length);
  let rest = BigInt.asUintN(length * 8, value);
  for (let index = length - 1; index >= 0; index--) {
    bytes[index] = Number(rest & 255n);
    rest >>= 8n;
  }
  return bytes;
}

export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The bytes of a decimal's text at this scale; undefined when it is none, has more digits behind the point, or does not fit. */
export function decimalOf(text: string, scale: number, size: number | undefined): Uint8Array | undefined {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (Number(fraction.slice(scale)) !== 0) return undefined;
  const magnitude = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return bytesOfUnscaled(sign === '-' ? -magnitude : magnitude, size);
}
