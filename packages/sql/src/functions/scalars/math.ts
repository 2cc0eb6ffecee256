import { naturalLogarithm } from '../natural-logarithm.ts';
import { fitDecimal } from '../../expressions/cast.ts';
import { Decimal, type Rounding } from '../../types/decimal.ts';
import { type Long, long, longOfNumber } from '../../types/integer.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { ScalarFunction, ScalarVariant } from '../function.ts';
import { firstType, lenient, scalar, strict, typed } from './define.ts';

/** Functions of a double that integers are widened for. */
function ofDouble(name: string, description: string, apply: (value: number) => number): ScalarFunction {
  const variants = ['INTEGER', 'BIGINT', 'DOUBLE'].map((type) =>
    strict(`${type} value`, 'DOUBLE', (value: Long) => apply(Number(value))),
  );
  return scalar(name, description, ...variants);
}

function ofDoubles(
  name: string,
  description: string,
  names: readonly [string, string],
  apply: (a: number, b: number) => number,
): ScalarFunction {
  const variants = ['INTEGER', 'BIGINT', 'DOUBLE'].map((type) =>
    strict(`${type} ${names[0]}, ${type} ${names[1]}`, 'DOUBLE', (a: Long, b: Long) => apply(Number(a), Number(b))),
  );
  return scalar(name, description, ...variants);
}

function wholeDecimal(type: SqlType): SqlType {
  return type.kind === 'DECIMAL'
    ? { kind: 'DECIMAL', precision: Math.max(1, type.precision - type.scale), scale: 0 }
    : type;
}

function rounded(
  name: string,
  description: string,
  decimal: (value: Decimal) => Decimal,
  double: (value: number) => number,
): ScalarFunction {
  return scalar(
    name,
    description,
    strict('INTEGER val', 'INTEGER', (value: number) => value),
    strict('BIGINT val', 'BIGINT', (value: Long) => value),
    strict('DOUBLE val', 'DOUBLE', double),
    // The type stays, and so does the scale: 1.2 becomes 2.0.
    strict('DECIMAL val', firstType, (value: Decimal) => decimal(value).setScale(value.scale)),
  );
}

function absLong(value: Long): Long {
  return typeof value === 'bigint' ? long(value < 0n ? -value : value) : Math.abs(value);
}

const abs = scalar(
  'ABS',
  'Gives the absolute value.',
  strict('INTEGER val', 'INTEGER', (value: number) => Math.abs(value) | 0),
  strict('BIGINT val', 'BIGINT', absLong),
  strict('DOUBLE val', 'DOUBLE', Math.abs),
  strict('DECIMAL val', firstType, (value: Decimal) => value.abs()),
);

/** Java's Math.round: half up, towards positive infinity. */
function roundDouble(value: number): Long {
  return longOfNumber(Math.floor(value + 0.5));
}

/** A double to decimal places: exactly for how it prints, half away from zero for positive, as ksqlDB does through BigDecimal. */
function scaleDouble(value: number, places: number, rounding: Rounding): number {
  const exact = Decimal.ofNumber(value);
  if (exact === undefined) return value;
  return scaleDecimal(exact, places, rounding).toNumber();
}

function scaleDecimal(value: Decimal, places: number, rounding: Rounding): Decimal {
  if (places >= 0) return value.scale <= places ? value : value.setScale(places, rounding);
  const unit = new Decimal(10n ** BigInt(-places), 0);
  const quotient = value.dividedBy(unit, value.scale - places).setScale(0, rounding);
  return quotient.times(unit);
}

/** Half up towards positive infinity. */
function roundHalfUp(value: Decimal, places: number): Decimal {
  const half = new Decimal(5n, places + 1);
  return places >= 0 ? value.plus(half).setScale(places, 'floor') : scaleDecimal(value, places, 'half-up');
}

function roundDoubleTo(value: number, places: number): number {
  const exact = Decimal.ofNumber(value);
  return exact === undefined ? value : roundHalfUp(exact, places).toNumber();
}

const round = scalar(
  'ROUND',
  'Rounds to the nearest whole number, or to decimal places; halves go up.',
  strict('BIGINT val', 'BIGINT', (value: Long) => value),
  strict('INTEGER val', 'BIGINT', (value: number) => value),
  strict('DOUBLE val', 'BIGINT', roundDouble),
  strict('DOUBLE val, INTEGER decimalPlaces', 'DOUBLE', roundDoubleTo),
  typed(
    'DECIMAL val',
    ([type = { kind: 'DOUBLE' }]) => wholeDecimal(type),
    () => (value: Decimal) => roundHalfUp(value, 0),
  ),
  typed('DECIMAL val, INTEGER decimalPlaces', firstType, ({ returns }) => (value: Decimal, places: number) => {
    const result = roundHalfUp(value, places);
    return returns.kind === 'DECIMAL' ? fitDecimal(result.setScale(value.scale), returns) : result;
  }),
);

const trunc = scalar(
  'TRUNC',
  'Cuts off the fraction, or the digits after the given decimal place.',
  strict('BIGINT val', 'BIGINT', (value: Long) => value),
  strict('INTEGER val', 'BIGINT', (value: number) => value),
  strict('DOUBLE val', 'BIGINT', longOfNumber),
  strict('DOUBLE val, INTEGER decimalPlaces', 'DOUBLE', (value: number, places: number) =>
    scaleDouble(value, places, 'down'),
  ),
  strict(
    'DECIMAL val',
    ([type = { kind: 'DOUBLE' }]) => wholeDecimal(type),
    (value: Decimal) => value.setScale(0, 'down'),
  ),
  strict('DECIMAL val, INTEGER decimalPlaces', firstType, (value: Decimal, places: number) =>
    scaleDecimal(value, places, 'down').setScale(value.scale, 'down'),
  ),
);

const log = scalar(
  'LOG',
  'Gives the natural logarithm, or the logarithm to a base.',
  ...['INTEGER', 'BIGINT', 'DOUBLE'].flatMap((type): ScalarVariant[] => [
    strict(`${type} value`, 'DOUBLE', (value: Long) => naturalLogarithm(Number(value))),
    strict(`${type} base, ${type} value`, 'DOUBLE', (base: Long, value: Long) => {
      const [b, v] = [Number(base), Number(value)];
      return b <= 0 || b === 1 ? Number.NaN : naturalLogarithm(v) / naturalLogarithm(b);
    }),
  ]),
);

const sign = scalar(
  'SIGN',
  'Gives -1, 0 or 1 by the sign of a number.',
  ...['INTEGER', 'BIGINT', 'DOUBLE'].map((type) =>
    strict(`${type} value`, 'INTEGER', (value: Long) => (value > 0 ? 1 : value < 0 ? -1 : 0)),
  ),
);

const random = scalar(
  'RANDOM',
  'Gives a random number from 0 up to, but not including, 1.',
  typed('', 'DOUBLE', (_types, environment) => () => environment.random()),
);

const EARTH_KM = 6371;
const EARTH_MILES = 3959;

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function inMiles(unit: string): boolean {
  const name = unit.toLowerCase();
  if (['mi', 'mile', 'miles'].includes(name)) return true;
  if (['km', 'kilometer', 'kilometers', 'kilometre', 'kilometres'].includes(name)) return false;
  throw new RangeError(
    `GeoDistance function units parameter must be one of [kilometer, kilometers, kilometre, kilometres, km, mile, miles, mi]. Values are case-insensitive.`,
  );
}

function haversine(lat1: number, lon1: number, lat2: number, lon2: number, unit = 'KM'): number {
  for (const latitude of [lat1, lat2]) {
    if (latitude < -90 || latitude > 90)
      throw new RangeError(`valid latitude values for GeoDistance function are in the range of -90 to 90: ${latitude}`);
  }
  for (const longitude of [lon1, lon2]) {
    if (longitude < -180 || longitude > 180)
      throw new RangeError(
        `valid longitude values for GeoDistance function are in the range of -180 to +180: ${longitude}`,
      );
  }
  const halfLat = Math.sin(radians(lat2 - lat1) / 2);
  const halfLon = Math.sin(radians(lon2 - lon1) / 2);
  const a = halfLat * halfLat + halfLon * halfLon * Math.cos(radians(lat1)) * Math.cos(radians(lat2));
  return 2 * Math.asin(Math.sqrt(a)) * (inMiles(unit) ? EARTH_MILES : EARTH_KM);
}

const geoDistance = scalar(
  'geo_distance',
  'Gives the great-circle distance between two places, in kilometres unless miles are asked for.',
  strict('DOUBLE lat1, DOUBLE lon1, DOUBLE lat2, DOUBLE lon2', 'DOUBLE', haversine),
  lenient(
    'DOUBLE lat1, DOUBLE lon1, DOUBLE lat2, DOUBLE lon2, STRING units',
    'DOUBLE',
    (...args: (number | string | null)[]) => {
      const unit = args.pop();
      return args.includes(null)
        ? null
        : haversine(...(args as [number, number, number, number]), String(unit ?? 'KM'));
    },
  ),
);

export const mathFunctions: readonly ScalarFunction[] = [
  abs,
  ofDouble('ACOS', 'Gives the arc cosine in radians.', Math.acos),
  ofDouble('ASIN', 'Gives the arc sine in radians.', Math.asin),
  ofDouble('ATAN', 'Gives the arc tangent in radians.', Math.atan),
  ofDoubles('ATAN2', 'Gives the arc tangent of y / x in radians.', ['y', 'x'], Math.atan2),
  ofDouble('CBRT', 'Gives the cube root.', Math.cbrt),
  rounded('CEIL', 'Rounds up to a whole number.', (value) => value.setScale(0, 'ceiling'), Math.ceil),
  ofDouble('COS', 'Gives the cosine of an angle in radians.', Math.cos),
  ofDouble('COSH', 'Gives the hyperbolic cosine.', Math.cosh),
  ofDouble('COT', 'Gives the cotangent of an angle in radians.', (value) => 1 / Math.tan(value)),
  ofDouble('DEGREES', 'Turns radians into degrees.', (value) => (value * 180) / Math.PI),
  ofDouble('EXP', 'Gives e to the power of a number.', Math.exp),
  rounded('FLOOR', 'Rounds down to a whole number.', (value) => value.setScale(0, 'floor'), Math.floor),
  geoDistance,
  ofDouble('LN', 'Gives the natural logarithm.', naturalLogarithm),
  log,
  scalar(
    'PI',
    'Gives the constant pi.',
    strict('', 'DOUBLE', () => Math.PI),
  ),
  ofDoubles('POWER', 'Gives a base to the power of an exponent.', ['base', 'exponent'], Math.pow),
  ofDouble('RADIANS', 'Turns degrees into radians.', radians),
  random,
  round,
  sign,
  ofDouble('SIN', 'Gives the sine of an angle in radians.', Math.sin),
  ofDouble('SINH', 'Gives the hyperbolic sine.', Math.sinh),
  ofDouble('SQRT', 'Gives the square root.', Math.sqrt),
  ofDouble('TAN', 'Gives the tangent of an angle in radians.', Math.tan),
  ofDouble('TANH', 'Gives the hyperbolic tangent.', Math.tanh),
  trunc,
];
