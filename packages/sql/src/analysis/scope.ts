import type { Expression } from '../plan/expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { type ColumnFormat, formatExpression } from '../syntax/format-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Metastore } from './metastore.ts';

/** What the names of an expression mean. Columns are qualified by their source's alias beforehand (see qualify.ts). */
export interface Scope {
  readonly metastore: Metastore;
  /** By `columnKey`. */
  readonly columns: ReadonlyMap<string, Expression>;
  /** Expressions computed by an earlier step, by their text: GROUP BY keys, aggregates, table functions. */
  readonly computed: ReadonlyMap<string, Expression>;
  /** Parameters of the enclosing lambdas. */
  readonly variables: ReadonlyMap<string, SqlType>;
  /** How columns show in messages. */
  readonly columnText: ColumnFormat;
  /** How the parts of an expression are typed. */
  readonly typeExpression: (node: AstExpression, scope: Scope) => Expression;
}

export function columnKey(source: string | null, name: string): string {
  return `${source ?? ''}\u0000${name}`;
}

/** By which equal expressions are known. */
export function canonicalText(expression: AstExpression): string {
  return formatExpression(expression);
}

/** For messages. */
export function textIn(scope: Pick<Scope, 'columnText'>, expression: AstExpression): string {
  return formatExpression(expression, scope.columnText);
}

export function resolveColumn(scope: Scope, column: Extract<AstExpression, { kind: 'column' }>): Expression {
  if (column.source === null) {
    const type = scope.variables.get(column.name);
    if (type !== undefined) return { kind: 'variable', name: column.name, type };
  }
  const found = scope.columns.get(columnKey(column.source, column.name));
  if (found !== undefined) return found;
  throw sqlError('plan', `Unknown column ${scope.columnText(column.source, column.name)}.`, column.at);
}
