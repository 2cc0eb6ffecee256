import type { Query, WindowClause, Within } from '../syntax/ast.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { mapColumns } from '../syntax/map-expression.ts';
import type { JoinType } from '../plan/physical-plan.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { analyseJoins } from './analyse-joins.ts';
import type { Metastore } from './metastore.ts';
import { isWindowBound } from './pseudo-columns.ts';
import { type NameContext, qualify } from './qualify.ts';
import { type AliasedSource, querySources } from './query-sources.ts';
import { columnKey } from './scope.ts';
import { type SelectedItem, selectedItems } from './select-items.ts';

/** A join with its sides in order: `leftOn` reads sources before it, `rightOn` the joined source. */
export interface AnalysedJoin {
  readonly type: JoinType;
  readonly right: AliasedSource;
  readonly leftOn: AstExpression;
  readonly rightOn: AstExpression;
  /** The condition as written, bound. */
  readonly written: { readonly left: AstExpression; readonly right: AstExpression };
  readonly within: Within | null;
}

/** A query with its sources found, stars expanded and every column bound to the alias of its source. Types are not checked yet. */
export interface AnalysedQuery {
  readonly query: Query;
  readonly metastore: Metastore;
  readonly sources: readonly AliasedSource[];
  readonly joins: readonly AnalysedJoin[];
  readonly syntheticKey: string | null;
  readonly items: readonly SelectedItem[];
  readonly where: AstExpression | null;
  readonly groupBy: readonly AstExpression[] | null;
  readonly partitionBy: readonly AstExpression[] | null;
  readonly having: AstExpression | null;
  readonly window: WindowClause | null;
  /** By `columnKey`: all columns that anything in the query reads. */
  readonly used: ReadonlySet<string>;
}

export function analyseQuery(query: Query, metastore: Metastore, toClient: boolean): AnalysedQuery {
  const sources = querySources(query, metastore);
  const { joins, syntheticKey } = analyseJoins(query, sources);
  const context: NameContext = { sources, syntheticKey, windowed: query.window !== null };
  const where = query.where && qualify(query.where, 'WHERE', context);
  const groupBy = query.groupBy?.map((each) => bindGrouping(each, context)) ?? null;
  const partitionBy = query.partitionBy?.map((each) => qualify(each, 'PARTITION BY', context)) ?? null;
  const items = selectedItems(query, metastore, context, toClient, partitionBy ?? []);
  const having = query.having && qualify(query.having, 'HAVING', context);
  const expressions = [
    ...items.map((item) => item.value),
    ...joins.flatMap((join) => [join.leftOn, join.rightOn]),
    ...[where, having].filter((each) => each !== null),
    ...(groupBy ?? []),
    ...(partitionBy ?? []),
  ];
  const { window } = query;
  return {
    query,
    metastore,
    sources,
    joins,
    syntheticKey,
    items,
    where,
    groupBy,
    partitionBy,
    having,
    window,
    used: usedColumns(expressions),
  };
}

function bindGrouping(node: AstExpression, context: NameContext): AstExpression {
  const bound = qualify(node, 'GROUP BY', context);
  mapColumns(bound, (column) => {
    if (column.source === null && isWindowBound(column.name)) throw misplacedBound(column);
    return column;
  });
  return bound;
}

export function misplacedBound(column: Extract<AstExpression, { kind: 'column' }>): Error {
  return sqlError(
    'plan',
    `Window bounds column ${column.name} can only be used in the SELECT clause of windowed aggregations`,
    column.at,
  );
}

function usedColumns(nodes: readonly AstExpression[]): Set<string> {
  const used = new Set<string>();
  for (const node of nodes) {
    mapColumns(node, (column) => {
      used.add(columnKey(column.source, column.name));
      return column;
    });
  }
  return used;
}

/** The query as it was understood, as a syntax tree again. A sink's query always emits changes. */
export function boundQuery({ query, items, where, groupBy, partitionBy, having }: AnalysedQuery): Query {
  return {
    ...query,
    items: items.map((item) => ({ kind: 'expression', at: item.at, value: item.value, alias: item.name })),
    where,
    groupBy,
    partitionBy,
    having,
    emit: query.emit ?? 'changes',
  };
}
