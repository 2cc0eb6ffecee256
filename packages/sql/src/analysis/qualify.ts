import type { AstExpression } from '../syntax/ast-expression.ts';
import { mapColumns } from '../syntax/map-expression.ts';
import { nearest } from '../syntax/nearest.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { isWindowBound } from './pseudo-columns.ts';
import { type AliasedSource, columnNamesOf, hasColumn } from './query-sources.ts';

export type Clause = 'SELECT' | 'WHERE' | 'GROUP BY' | 'PARTITION BY' | 'HAVING' | 'JOIN ON';

export interface NameContext {
  readonly sources: readonly AliasedSource[];
  /** The key column that a join adds where no source column can be its key; null: none. It has no source. */
  readonly syntheticKey: string | null;
  /** The query aggregates by window: WINDOWSTART and WINDOWEND are its own and have no source. */
  readonly windowed: boolean;
}

/** The expression with every column bound to the alias of its source. Raises an SQL error where a name is unknown or ambiguous. */
export function qualify(node: AstExpression, clause: Clause, context: NameContext): AstExpression {
  mapColumns(node, (column) => {
    if (column.source !== null) ownerOf(column, context);
    return column;
  });
  return mapColumns(node, (column) => {
    if (column.source !== null) return checkQualified(column, clause, context);
    const owners = context.sources.filter(({ source }) => hasColumn(source, column.name));
    const [owner] = owners;
    if (owner !== undefined && owners.length === 1) return { ...column, source: owner.alias };
    if (owners.length > 1) throw ambiguous(column, owners);
    if (column.name === context.syntheticKey) return column;
    if (context.windowed && isWindowBound(column.name)) return ownBound(column, clause);
    throw unresolved(column, column.name, clause, context);
  });
}

type ColumnNode = Extract<AstExpression, { kind: 'column' }>;

function checkQualified(column: ColumnNode, clause: Clause, context: NameContext): ColumnNode {
  const owner = ownerOf(column, context);
  if (hasColumn(owner.source, column.name)) return column;
  if (context.windowed && isWindowBound(column.name)) return ownBound({ ...column, source: null }, clause);
  throw unresolved(column, `${owner.alias}.${column.name}`, clause, context);
}

/** The bounds of the windows that the query itself makes: rows have none before. */
function ownBound(column: ColumnNode, clause: Clause): ColumnNode {
  if (clause !== 'WHERE') return column;
  throw sqlError('plan', `Error in WHERE expression: Unknown column ${column.name}.`, column.at);
}

function ownerOf(column: ColumnNode, context: NameContext): AliasedSource {
  const owner = context.sources.find(({ alias }) => alias === column.source);
  if (owner === undefined) {
    const near = nearest(
      column.source ?? '',
      context.sources.map(({ alias }) => alias),
    );
    const hint = near === null ? '' : ` Did you mean '${near}'?`;
    throw sqlError(
      'prepare',
      `Failed to prepare statement: '${column.source}' is not a valid stream/table name or alias.${hint}`,
      column.at,
    );
  }
  return owner;
}

function ambiguous(column: ColumnNode, owners: readonly AliasedSource[]): Error {
  const could = owners.map(({ alias }) => `${alias}.${column.name}`).sort();
  const { line, column: at } = column.at;
  return sqlError(
    'plan',
    `Line: ${line}, Col: ${at}: Column '${column.name}' is ambiguous. Could be ${could.join(' or ')}.`,
    column.at,
  );
}

function unresolved(column: ColumnNode, shown: string, clause: Clause, context: NameContext): Error {
  const { line, column: at } = column.at;
  const near = nearest(
    column.name,
    context.sources.flatMap(({ source }) => columnNamesOf(source)),
  );
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  return sqlError(
    'plan',
    `Line: ${line}, Col: ${at}: ${clause} column '${shown}' cannot be resolved.${hint}`,
    column.at,
  );
}
