import type { ComparisonOperator, Expression } from '../plan/expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType, sameType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { castTo, typeOf } from './coerce.ts';
import { isNumeric } from './numeric-types.ts';
import { isSystemColumn } from './pseudo-columns.ts';
import { type Scope, textIn } from './scope.ts';
import { parseTimestampText } from './temporal-text.ts';

const OPERATOR_NAMES: Readonly<Record<ComparisonOperator, string>> = {
  '=': 'EQUAL',
  '<>': 'NOT_EQUAL',
  '<': 'LESS_THAN',
  '<=': 'LESS_THAN_OR_EQUAL',
  '>': 'GREATER_THAN',
  '>=': 'GREATER_THAN_OR_EQUAL',
  'IS DISTINCT FROM': 'IS_DISTINCT_FROM',
  'IS NOT DISTINCT FROM': 'IS_NOT_DISTINCT_FROM',
};

const EQUALITIES: ReadonlySet<ComparisonOperator> = new Set(['=', '<>', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM']);
const TEMPORAL: ReadonlySet<SqlType['kind']> = new Set(['DATE', 'TIME', 'TIMESTAMP']);

/** Both operands, brought to where they can be compared. Raises "Cannot compare …" where they cannot. */
export function comparable(
  operator: ComparisonOperator,
  left: AstExpression,
  right: AstExpression,
  scope: Scope,
): [Expression, Expression] {
  const typedLeft = scope.typeExpression(momentBeside(right, left), scope);
  const typedRight = scope.typeExpression(momentBeside(left, right), scope);
  const leftType = typeOf(typedLeft);
  const rightType = typeOf(typedRight);
  if (leftType === null || rightType === null) {
    if (operator.startsWith('IS'))
      return [castTo(typedLeft, rightType ?? typedLeft.type), castTo(typedRight, leftType ?? typedRight.type)];
    const text = (type: SqlType | null, node: AstExpression): string => (type === null ? 'NULL' : textIn(scope, node));
    throw sqlError(
      'plan',
      `Comparison with NULL not supported: ${text(leftType, left)} ${operator} ${text(rightType, right)}`,
      left.at,
    );
  }
  const meeting = meet(leftType, rightType, EQUALITIES.has(operator));
  if (meeting === null) {
    throw sqlError(
      'plan',
      `Cannot compare ${textIn(scope, left)} (${formatType(leftType)}) to ${textIn(scope, right)} (${formatType(rightType)}) with ${OPERATOR_NAMES[operator]}.`,
      left.at,
    );
  }
  if (meeting === 'numbers') return [typedLeft, typedRight];
  return [castTo(typedLeft, meeting), castTo(typedRight, meeting)];
}

/** The type at which two types are compared; `numbers`: as they are. Null: not at all. */
function meet(left: SqlType, right: SqlType, equality: boolean): SqlType | 'numbers' | null {
  if (isNumeric(left) && isNumeric(right)) return 'numbers';
  if (TEMPORAL.has(left.kind) && right.kind === 'STRING') return left;
  if (TEMPORAL.has(right.kind) && left.kind === 'STRING') return right;
  if (isDay(left) && isDay(right)) return left.kind === right.kind ? left : { kind: 'TIMESTAMP' };
  if (!sameType(left, right)) return null;
  const ordered = left.kind === 'STRING' || left.kind === 'BYTES' || TEMPORAL.has(left.kind);
  return ordered || equality ? left : null;
}

function isDay({ kind }: SqlType): boolean {
  return kind === 'DATE' || kind === 'TIMESTAMP';
}

/** A text beside ROWTIME, WINDOWSTART or WINDOWEND is read as a moment. */
export function momentBeside(column: AstExpression, node: AstExpression): AstExpression {
  if (column.kind !== 'column' || !isSystemColumn(column.name) || node.kind !== 'string') return node;
  const moment = parseTimestampText(node.value);
  if (moment === null) throw sqlError('plan', `Failed to parse timestamp '${node.value}'`, node.at);
  return { kind: 'integer', at: node.at, text: String(moment) };
}
