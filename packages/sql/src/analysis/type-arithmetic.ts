import type { Expression } from '../plan/expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { castTo } from './coerce.ts';
import { asDecimal, commonNumeric, decimalResult, isNumeric } from './numeric-types.ts';
import { type Scope, textIn } from './scope.ts';

export function typeArithmetic(node: Extract<AstExpression, { kind: 'arithmetic' }>, scope: Scope): Expression {
  const { operator } = node;
  const left = scope.typeExpression(node.left, scope);
  const right = scope.typeExpression(node.right, scope);
  if (operator === '+' && left.type.kind === 'STRING' && right.type.kind === 'STRING') {
    return { kind: 'arithmetic', operator, left, right, type: { kind: 'STRING' } };
  }
  if (left.kind === 'null' || right.kind === 'null') {
    const [one, other] = [left, right].map((each) => (each.kind === 'null' ? 'null' : formatType(each.type)));
    throw sqlError(
      'plan',
      `Error processing expression: ${textIn(scope, node)}. Arithmetic on types ${one} and ${other} are not supported.`,
      node.at,
    );
  }
  const common = commonNumeric(left.type, right.type);
  if (common === null) {
    throw sqlError(
      'plan',
      `Error processing expression: ${textIn(scope, node)}. Unsupported arithmetic types. ${left.type.kind} ${right.type.kind}`,
      node.at,
    );
  }
  if (common.kind !== 'DECIMAL') {
    return { kind: 'arithmetic', operator, left: castTo(left, common), right: castTo(right, common), type: common };
  }
  const one = asDecimal(left.type);
  const other = asDecimal(right.type);
  const type: SqlType = decimalResult(operator, one, other);
  return { kind: 'arithmetic', operator, left: castTo(left, one), right: castTo(right, other), type };
}

export function typeNegation(node: Extract<AstExpression, { kind: 'negate' }>, scope: Scope): Expression {
  const operand = scope.typeExpression(node.operand, scope);
  const { type } = operand;
  if (!isNumeric(type)) {
    throw sqlError(
      'plan',
      `Error processing expression: ${textIn(scope, node)}. ${type.kind} has no negative.`,
      node.at,
    );
  }
  const value = type.kind === 'DECIMAL' ? zero(type.scale) : 0;
  const operator = type.kind === 'DOUBLE' ? '*' : '-';
  const left: Expression = { kind: 'literal', type, value: type.kind === 'DOUBLE' ? -1 : value };
  return { kind: 'arithmetic', operator, left, right: operand, type };
}

function zero(scale: number): string {
  return scale === 0 ? '0' : `0.${'0'.repeat(scale)}`;
}
