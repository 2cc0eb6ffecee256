import type { SqlType } from './sql-type.ts';

type DecimalType = Extract<SqlType, { kind: 'DECIMAL' }>;

/** The decimal that holds every value of two others. */
export function commonDecimal(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  return { kind: 'DECIMAL', precision: whole + scale, scale };
}
