const POWERS: bigint[] = Array.from({ length: 40 }, (_, i) => 10n ** BigInt(i));

function power(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

export type Rounding = 'half-up' | 'down' | 'ceiling' | 'floor';

function divideRounded(value: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = value / divisor;
  const remainder = value % divisor;
  if (remainder === 0n) return quotient;
  const negative = value < 0n !== divisor < 0n;
  switch (rounding) {
    case 'down':
      return quotient;
    case 'ceiling':
      return negative ? quotient : quotient + 1n;
    case 'floor':
      return negative ? quotient - 1n : quotient;
    case 'half-up': {
      const twice = (remainder < 0n ? -remainder : remainder) * 2n;
      if (twice < (divisor < 0n ? -divisor : divisor)) return quotient;
      return negative ? quotient - 1n : quotient + 1n;
    }
  }
}

/** An exact decimal number: `unscaled` / 10^`scale`. Immutable; 1.0 and 1.00 compare equal but are not the same, as in Java. */
export class Decimal {
  readonly unscaled: bigint;
  /** Digits after the point; never negative. */
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads `-12.50` or `1.5E3`; undefined when the text is no number. */
  static parse(text: string): Decimal | undefined {
    const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim());
    if (found === null) return undefined;
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
    if (whole === '' && fraction === '') return undefined;
    const digits = BigInt(sign === '-' ? `-${whole}${fraction}` : whole + fraction);
    const scale = fraction.length - Number(exponent);
    return scale < 0 ? new Decimal(digits * power(-scale), 0) : new Decimal(digits, scale);
  }

  /** The shortest decimal that reads back as the same double, as Java's `BigDecimal.valueOf`. */
  static ofNumber(value: number): Decimal | undefined {
    if (!Number.isFinite(value)) return undefined;
    const text = Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : String(value);
    return Decimal.parse(text);
  }

  static ofInteger(value: number | bigint): Decimal {
    return new Decimal(BigInt(value), 0);
  }

  /** The number of digits of the unscaled value; 1 for zero. */
  get precision(): number {
    return (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString().length;
  }

  get sign(): -1 | 0 | 1 {
    return this.unscaled === 0n ? 0 : this.unscaled < 0n ? -1 : 1;
  }

  setScale(scale: number, rounding: Rounding = 'half-up'): Decimal {
    if (scale === this.scale) return this;
    if (scale > this.scale) return new Decimal(this.unscaled * power(scale - this.scale), scale);
    return new Decimal(divideRounded(this.unscaled, power(this.scale - scale), rounding), scale);
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.setScale(scale).unscaled + other.setScale(scale).unscaled, scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negate());
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  /** Rounded half up to `scale`. @throws RangeError when `other` is zero. */
  dividedBy(other: Decimal, scale: number): Decimal {
    if (other.unscaled === 0n) throw new RangeError('Division by zero');
    const shift = scale + other.scale - this.scale;
    const [numerator, denominator] =
      shift >= 0 ? [this.unscaled * power(shift), other.unscaled] : [this.unscaled, other.unscaled * power(-shift)];
    return new Decimal(divideRounded(numerator, denominator, 'half-up'), scale);
  }

  /** The remainder has the sign of the dividend. @throws RangeError when `other` is zero. */
  remainder(other: Decimal): Decimal {
    if (other.unscaled === 0n) throw new RangeError('Division by zero');
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.setScale(scale).unscaled % other.setScale(scale).unscaled, scale);
  }

  negate(): Decimal {
    return new Decimal(-this.unscaled, this.scale);
  }

  abs(): Decimal {
    return this.unscaled < 0n ? this.negate() : this;
  }

  /** By value: negative, zero or positive. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const a = this.setScale(scale).unscaled;
    const b = other.setScale(scale).unscaled;
    return a < b ? -1 : a > b ? 1 : 0;
  }

  toNumber(): number {
    return Number(this.toString());
  }

  /** The integer part, cut towards zero. */
  toBigInt(): bigint {
    return this.unscaled / power(this.scale);
  }

  /** Plain notation with exactly `scale` digits after the point. */
  toString(): string {
    if (this.scale === 0) return this.unscaled.toString();
    const negative = this.unscaled < 0n;
    const digits = (negative ? -this.unscaled : this.unscaled).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** Whether DECIMAL(precision, scale) can hold it. */
  fits(precision: number, scale: number): boolean {
    return this.scale <= scale && this.setScale(scale).precision <= precision;
  }
}
