import { castable, typeExpression } from '../analysis/type-expression.ts';
import { castTo, coerce } from '../analysis/coerce.ts';
import { nullOf } from '../analysis/literals.ts';
import type { DataSource, Metastore } from '../analysis/metastore.ts';
import { sourceHint } from '../analysis/query-sources.ts';
import { isSystemColumn } from '../analysis/pseudo-columns.ts';
import { literalScope } from '../analysis/literal-scope.ts';
import type { InsertValues } from '../syntax/ast.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { mapColumns } from '../syntax/map-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Expression } from './expression.ts';

/** One row to write: expressions without columns, one a key or value column of the source (header columns are null). */
export interface InsertPlan {
  readonly source: DataSource;
  readonly key: readonly Expression[];
  readonly value: readonly Expression[];
  /** ROWTIME, as a BIGINT; null: the time of writing. */
  readonly timestamp: Expression | null;
}

export function planInsertValues(statement: InsertValues, metastore: Metastore): InsertPlan {
  const source = metastore.sources.get(statement.target);
  if (source === undefined) {
    throw sqlError(
      'plan',
      `Cannot insert values into an unknown stream/table: \`${statement.target}\`${sourceHint(statement.target, metastore)}`,
      statement.targetAt,
    );
  }
  refuseTarget(source, statement);
  const given = givenValues(statement, source);
  const scope = literalScope(metastore);
  const bring = (name: string, type: SqlType): Expression => {
    const node = given.get(name);
    return node === undefined ? nullOf(type) : convert(node, name, type, scope);
  };
  if (source.kind === 'table' && source.schema.key.some(({ name }) => !given.has(name))) {
    const missing = source.schema.key.map((column) => column.name).join(', ');
    throw sqlError(
      'plan',
      `Failed to insert values into '${source.name}'. Value for primary key column(s) ${missing} is required for tables`,
      statement.at,
    );
  }
  return {
    source,
    key: source.schema.key.map((column) => bring(column.name, column.type)),
    value: source.schema.value.map((column) => bring(column.name, column.type)),
    timestamp: given.has('ROWTIME') ? bring('ROWTIME', { kind: 'BIGINT' }) : null,
  };
}

function refuseTarget(source: DataSource, { targetAt }: InsertValues): void {
  if (source.readOnly)
    throw sqlError('plan', `Cannot insert values into read-only ${source.kind}: ${source.name}`, targetAt);
  if (source.window !== null) throw sqlError('plan', 'Cannot insert values into windowed stream/table!', targetAt);
}

function givenValues(statement: InsertValues, source: DataSource): Map<string, AstExpression> {
  const own = [...source.schema.key, ...source.schema.value];
  const headers = own.filter((column) => column.headers !== undefined).map((column) => column.name);
  const names = statement.columns ?? own.filter((column) => column.headers === undefined).map((column) => column.name);
  const inserted = headers.filter((name) => (statement.columns === null ? true : names.includes(name)));
  if (inserted.length > 0)
    throw sqlError('plan', `Cannot insert into HEADER columns: ${inserted.join(', ')}`, statement.at);
  const pseudo = names.find((name) => name !== 'ROWTIME' && isSystemColumn(name));
  if (pseudo !== undefined) throw sqlError('plan', `Inserting into column \`${pseudo}\` is not allowed.`, statement.at);
  const unknown = names.find((name) => name !== 'ROWTIME' && !own.some((column) => column.name === name));
  if (unknown !== undefined) {
    const kind = source.kind === 'stream' ? 'stream' : 'table';
    throw sqlError('plan', `Column name \`${unknown}\` does not exist in ${kind} ${source.name}.`, statement.at);
  }
  if (names.length !== statement.values.length) {
    if (statement.columns !== null) {
      throw sqlError(
        'prepare',
        `Failed to prepare statement: Expected number columns and values to match: ${names.length}, ${statement.values.length}`,
        statement.at,
      );
    }
    throw sqlError(
      'plan',
      `Failed to insert values into '${source.name}'. Expected a value for each column. Expected Columns: [${names.map((name) => `\`${name}\``).join(', ')}]. Got ${statement.values.length} values.`,
      statement.at,
    );
  }
  return new Map(
    names.flatMap((name, i) => {
      const value = statement.values[i];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function convert(
  node: AstExpression,
  name: string,
  type: SqlType,
  scope: Parameters<typeof typeExpression>[1],
): Expression {
  if (node.kind === 'null') return nullOf(type);
  refuseColumns(node);
  const coerced = coerceOrNull(node, type, scope);
  if (coerced !== null) return coerced;
  const typed = typeExpression(node, scope);
  if (castable(typed.type, type) && typed.type.kind !== 'STRING') return castTo(typed, type);
  throw sqlError(
    'plan',
    `Expected type ${formatType(type)} for field \`${name}\` but got ${formatType(typed.type)}.`,
    node.at,
  );
}

/** There is no row that a column could be read from. */
function refuseColumns(node: AstExpression): void {
  mapColumns(node, (column) => {
    const what =
      column.source === null
        ? `Column \`${column.name}\` cannot be used in INSERT VALUES: only literals and functions of them can.`
        : `Failed to prepare statement: '${column.source}' is not a valid stream/table name or alias.`;
    throw sqlError('prepare', what, column.at);
  });
}

/** A text is no number here, for all that it may look like one; it may be a moment. */
function coerceOrNull(
  node: AstExpression,
  type: SqlType,
  scope: Parameters<typeof typeExpression>[1],
): Expression | null {
  const temporal = type.kind === 'DATE' || type.kind === 'TIME' || type.kind === 'TIMESTAMP';
  if (node.kind === 'string' && type.kind !== 'STRING' && !temporal) return null;
  return coerce(node, type, scope);
}
