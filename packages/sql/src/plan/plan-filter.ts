import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import { textIn } from '../analysis/scope.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { isSqlError, spanOfError, sqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import type { Expression } from './expression.ts';
import { scopeOf, type Stage } from './stage.ts';

/** WHERE or HAVING on what a stage gives out. */
export function planFilter(
  stage: Stage,
  condition: AstExpression,
  clause: 'WHERE' | 'HAVING',
  query: AnalysedQuery,
): Stage {
  const predicate = typePredicate(stage, condition, clause, query);
  const { relation, schema, window } = stage.step;
  const context = clause === 'WHERE' ? 'WhereFilter' : 'Aggregate/HavingFilter';
  return {
    ...stage,
    step: { kind: 'filter', context, relation, schema, window, input: stage.step, predicate, clause },
  };
}

function typePredicate(
  stage: Stage,
  condition: AstExpression,
  clause: 'WHERE' | 'HAVING',
  query: AnalysedQuery,
): Expression {
  const scope = scopeOf(stage, query);
  const predicate = typeClause(condition, clause, stage, query);
  if (predicate.kind !== 'null' && predicate.type.kind === 'BOOLEAN') return predicate;
  const own = predicate.kind === 'null' ? 'NULL' : formatType(predicate.type);
  throw sqlError(
    'plan',
    `Type error in ${clause} expression: Should evaluate to boolean but is ${textIn(scope, condition)} (${own}) instead.`,
    condition.at,
  );
}

function typeClause(condition: AstExpression, clause: string, stage: Stage, query: AnalysedQuery): Expression {
  try {
    return typeExpression(condition, scopeOf(stage, query));
  } catch (error) {
    if (!isSqlError(error) || error.message.startsWith('Failed to prepare')) throw error;
    throw sqlError('plan', `Error in ${clause} expression: ${error.message}`, spanOfError(error) ?? condition.at);
  }
}
