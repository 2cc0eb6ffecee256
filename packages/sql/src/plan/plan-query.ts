import { type AnalysedQuery, analyseQuery } from '../analysis/analyse-query.ts';
import type { Metastore } from '../analysis/metastore.ts';
import type { Query } from '../syntax/ast.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { planAggregate } from './plan-aggregate.ts';
import type { PlanContext } from './plan-context.ts';
import { planFilter } from './plan-filter.ts';
import { planFlatMap } from './plan-flat-map.ts';
import { planSources } from './plan-join.ts';
import { planPartitionBy } from './plan-partition.ts';
import { planClientProjection, planProjection } from './plan-projection.ts';
import type { Stage } from './stage.ts';

/**
 * The steps of a query up to its projection, in ksqlDB's order: sources and joins, WHERE, table functions, PARTITION BY, GROUP BY
 * with the aggregates, HAVING, SELECT. `sinkName` null: for a client.
 */
export function planQuery(
  query: Query,
  metastore: Metastore,
  sinkName: string | null,
  context: PlanContext,
): { stage: Stage; analysed: AnalysedQuery } {
  const analysed = analyseQuery(query, metastore, sinkName === null);
  if (sinkName !== null) refuseWindowedTables(analysed);
  let stage = planSources(analysed, context);
  if (analysed.where !== null) stage = planFilter(stage, analysed.where, 'WHERE', analysed);
  stage = planFlatMap(stage, analysed);
  if (analysed.partitionBy !== null) stage = planPartitionBy(stage, analysed.partitionBy, analysed, context);
  stage = planAggregate(stage, analysed, context);
  if (analysed.having !== null) stage = planFilter(stage, analysed.having, 'HAVING', analysed);
  stage =
    sinkName === null ? planClientProjection(stage, analysed) : planProjection(stage, analysed, sinkName, context);
  return { stage, analysed };
}

function refuseWindowedTables({ sources }: AnalysedQuery): void {
  if (!sources.some(({ source }) => source.kind === 'table' && source.window !== null)) return;
  throw sqlError('plan', 'KSQL does not support persistent queries on windowed tables.');
}
