import type { ArithmeticOperator } from '../plan/expression.ts';
import type { SqlType } from '../types/sql-type.ts';

export type DecimalType = Extract<SqlType, { kind: 'DECIMAL' }>;

const RANK: Readonly<Partial<Record<SqlType['kind'], number>>> = { INTEGER: 0, BIGINT: 1, DECIMAL: 2, DOUBLE: 3 };

export function isNumeric(type: SqlType): boolean {
  return RANK[type.kind] !== undefined;
}

/** The type that holds every value of both numeric types, as INTEGER → BIGINT → DECIMAL → DOUBLE; null when one is no number. */
export function commonNumeric(left: SqlType, right: SqlType): SqlType | null {
  const a = RANK[left.kind];
  const b = RANK[right.kind];
  if (a === undefined || b === undefined) return null;
  const wider = a >= b ? left : right;
  if (wider.kind !== 'DECIMAL') return wider;
  const one = asDecimal(left);
  const other = asDecimal(right);
  const scale = Math.max(one.scale, other.scale);
  const whole = Math.max(one.precision - one.scale, other.precision - other.scale);
  return { kind: 'DECIMAL', precision: whole + scale, scale };
}

/** The decimal that holds every value of INTEGER or BIGINT. */
export function asDecimal(type: SqlType): DecimalType {
  if (type.kind === 'DECIMAL') return type;
  return { kind: 'DECIMAL', precision: type.kind === 'INTEGER' ? 10 : 19, scale: 0 };
}

/** ksqlDB's precision and scale of an operation on decimals. */
export function decimalResult(operator: ArithmeticOperator, left: DecimalType, right: DecimalType): DecimalType {
  const wholeLeft = left.precision - left.scale;
  const wholeRight = right.precision - right.scale;
  const maxScale = Math.max(left.scale, right.scale);
  switch (operator) {
    case '+':
    case '-':
      return { kind: 'DECIMAL', precision: maxScale + Math.max(wholeLeft, wholeRight) + 1, scale: maxScale };
    case '*':
      return { kind: 'DECIMAL', precision: left.precision + right.precision + 1, scale: left.scale + right.scale };
    case '/': {
      const scale = Math.max(6, left.scale + right.precision + 1);
      return { kind: 'DECIMAL', precision: wholeLeft + right.scale + scale, scale };
    }
    case '%':
      return { kind: 'DECIMAL', precision: Math.min(wholeLeft, wholeRight) + maxScale, scale: maxScale };
  }
}
