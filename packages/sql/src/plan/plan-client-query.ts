import type { QueryStatement } from '../syntax/ast.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { EngineContext, EngineState, Execution } from './engine-types.ts';
import type { PhysicalPlan } from './physical-plan.ts';
import { planQuery } from './plan-query.ts';
import type { PullPlan } from './pull-plan.ts';
import { planContext } from './query-identity.ts';

/** SELECT: with EMIT a push query, else a pull query on a table that is kept, or a push query that ends where a stream ends now. */
export function planClientQuery(
  state: EngineState,
  statement: QueryStatement,
  text: string,
  context: EngineContext,
): Execution {
  const { query } = statement;
  if (query.emit === null) return { kind: 'pull', plan: planPull(state, statement, text, context) };
  const queryId = `transient_${query.from.name}_${context.queryNumber}`;
  const plan = planContext(queryId, context, {}, true);
  const { stage, analysed } = planQuery(query, state.metastore, null, plan);
  const physical: PhysicalPlan = {
    queryId,
    kind: 'push',
    applicationId: plan.applicationId,
    root: stage.step,
    sink: null,
    limit: query.limit,
    statement: text,
    sources: analysed.sources.map(({ source }) => source.name),
  };
  return { kind: 'push', plan: physical };
}

function planPull(state: EngineState, { query }: QueryStatement, text: string, context: EngineContext): PullPlan {
  const plan = planContext('pull', context, {}, true);
  const { stage, analysed } = planQuery(query, state.metastore, null, plan);
  const [first] = analysed.sources;
  const unsupported =
    query.joins.length > 0
      ? 'JOIN'
      : query.groupBy !== null
        ? 'GROUP BY'
        : query.partitionBy !== null
          ? 'PARTITION BY'
          : null;
  if (unsupported !== null) {
    throw sqlError(
      'plan',
      `Pull queries don't support ${unsupported} clauses. Add EMIT CHANGES if you intended to issue a push query.`,
      query.at,
    );
  }
  const source = first?.source;
  const maker = source === undefined ? undefined : makerOf(state, source.name);
  if (source === undefined || maker === undefined) {
    throw sqlError(
      'plan',
      `The \`${source?.name ?? ''}\` ${source?.kind ?? 'source'} isn't queryable. To derive a queryable table, you can do 'CREATE TABLE QUERYABLE_${source?.name ?? ''} AS SELECT * FROM ${source?.name ?? ''}'. Add EMIT CHANGES if you intended to issue a push query.`,
      query.at,
    );
  }
  const { step } = stage;
  if (step.kind !== 'select')
    throw sqlError('plan', 'A pull query takes plain columns and expressions only.', query.at);
  const where = step.input.kind === 'filter' ? step.input.predicate : null;
  return {
    source: source.name,
    queryId: maker,
    where,
    values: step.values,
    schema: step.schema,
    limit: query.limit,
    statement: text,
  };
}

function makerOf(state: EngineState, name: string): string | undefined {
  for (const { plan } of state.queries.values()) {
    if (plan.sink?.name === name && plan.sink.relation === 'table') return plan.queryId;
    if (plan.queryId.startsWith(`CST_${name}_`) && plan.sources[0] === name) return plan.queryId;
  }
  return undefined;
}
