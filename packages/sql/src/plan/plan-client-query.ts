import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import type { Query, QueryStatement } from '../syntax/ast.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { walk } from '../syntax/map-expression.ts';
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
  if (query.emit === null) {
    refuseClauses(query);
    if (state.metastore.sources.get(query.from.name)?.kind !== 'stream') {
      return { kind: 'pull', plan: planPull(state, statement, text, context) };
    }
  }
  const queryId = `transient_${query.from.name}_${context.queryNumber}`;
  const plan = planContext(queryId, context, {}, true);
  const { stage, analysed } = planQuery(query, state.metastore, null, plan);
  if (query.emit === null) refuseRecordColumns(analysed);
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
  return { kind: 'push', plan: physical, untilEnd: query.emit === null };
}

const HINT = 'See https://cnfl.io/queries for more info.\nAdd EMIT CHANGES if you intended to issue a push query.';

function refuseClauses(query: Query): void {
  const clauses = [
    ['JOIN', query.joins.length > 0],
    ['WINDOW', query.window !== null],
    ['GROUP BY', query.groupBy !== null],
    ['PARTITION BY', query.partitionBy !== null],
    ['HAVING', query.having !== null],
  ] as const;
  const [clause] = clauses.find(([, used]) => used) ?? [];
  if (clause !== undefined) throw sqlError('plan', `Pull queries don't support ${clause} clauses. ${HINT}`, query.at);
}

/** A row that is kept does not remember which record it came from. */
function refuseRecordColumns({ items, where }: AnalysedQuery): void {
  const refuse = (clause: string, node: AstExpression): void =>
    walk(node, (each) => {
      if (each.kind !== 'column' || (each.name !== 'ROWPARTITION' && each.name !== 'ROWOFFSET')) return;
      throw sqlError(
        'plan',
        `Pull queries don't support the following columns in ${clause} clauses: \`${each.name}\``,
        each.at,
      );
    });
  for (const item of items) refuse('SELECT', item.value);
  if (where !== null) refuse('WHERE', where);
}

function planPull(state: EngineState, { query }: QueryStatement, text: string, context: EngineContext): PullPlan {
  const plan = planContext('pull', context, {}, true);
  const { stage, analysed } = planQuery(query, state.metastore, null, plan);
  refuseRecordColumns(analysed);
  const [first] = analysed.sources;
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
