import type { Expression, Literal } from '../plan/expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { SqlType } from '../types/sql-type.ts';

type NumberNode = Extract<AstExpression, { kind: 'integer' | 'decimal' | 'double' }>;

/** INTEGER if it fits, else BIGINT; DECIMAL of just the digits written; DOUBLE. */
export function numberLiteral(node: NumberNode): Literal {
  if (node.kind === 'integer') return integerLiteral(node);
  if (node.kind === 'decimal') return decimalLiteral(node.text);
  const value = Number(node.text);
  if (Number.isFinite(value)) return { kind: 'literal', type: { kind: 'DOUBLE' }, value };
  throw refused(node, `Number overflows DOUBLE: ${node.text}`);
}

function integerLiteral(node: NumberNode): Literal {
  const exact = BigInt(node.text);
  if (BigInt.asIntN(64, exact) !== exact) throw refused(node, `Invalid numeric literal: ${node.text}`);
  if (BigInt.asIntN(32, exact) === exact) return { kind: 'literal', type: { kind: 'INTEGER' }, value: Number(exact) };
  return bigintLiteral(exact);
}

export function bigintLiteral(exact: bigint): Literal {
  const value = Number(exact);
  return { kind: 'literal', type: { kind: 'BIGINT' }, value: Number.isSafeInteger(value) ? value : exact.toString() };
}

/** `.50` is DECIMAL(2, 2), `12.0` DECIMAL(3, 1). */
export function decimalLiteral(text: string): Literal {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const precision = Math.max(digits.length, fraction.length, 1);
  const type: SqlType = { kind: 'DECIMAL', precision, scale: fraction.length };
  const plain = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return { kind: 'literal', type, value: negative ? `-${plain}` : plain };
}

/** A number's text without exponent, exactly: `2e1` is `20`. Null for what is no number, or a huge one. */
export function plainNumber(text: string): string | null {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  if (digits === '') return null;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const rest = padded.slice(at);
  const minus = sign === '-' ? '-' : '';
  return `${minus}${padded.slice(0, at)}${rest === '' ? '' : `.${rest}`}`;
}

/** DECIMAL text brought to a type, or null when it does not fit. */
export function decimalLiteralAs(text: string, type: Extract<SqlType, { kind: 'DECIMAL' }>): Literal | null {
  if (!/^-?\d*\.?\d*$/.test(text) || !/\d/.test(text)) return null;
  const literal = decimalLiteral(text);
  if (literal.type.kind !== 'DECIMAL' || typeof literal.value !== 'string') return null;
  const { precision, scale } = literal.type;
  if (scale > type.scale || precision - scale > type.precision - type.scale) return null;
  const padding = '0'.repeat(type.scale - scale);
  const point = scale === 0 && padding !== '' ? '.' : '';
  return { kind: 'literal', type, value: `${literal.value}${point}${padding}` };
}

export function booleanLiteral(value: boolean): Literal {
  return { kind: 'literal', type: { kind: 'BOOLEAN' }, value };
}

export function stringLiteral(value: string): Literal {
  return { kind: 'literal', type: { kind: 'STRING' }, value };
}

export function nullOf(type: SqlType): Expression {
  return { kind: 'null', type };
}

/** NULL before its surroundings give it a type. */
export const UNTYPED_NULL: Expression = { kind: 'null', type: { kind: 'STRING' } };

/** ksqlDB counts the column of a number from one further on. */
function refused({ at }: NumberNode, problem: string): Error {
  return sqlError('prepare', `Failed to prepare statement: line ${at.line}:${at.column + 1}: ${problem}`, at);
}
