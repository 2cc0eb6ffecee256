import { type AnalysedQuery, misplacedBound } from '../analysis/analyse-query.ts';
import { callsOf } from '../analysis/find-calls.ts';
import { isWindowBound, WINDOW_COLUMNS } from '../analysis/pseudo-columns.ts';
import { canonicalText, columnKey, type Scope, textIn } from '../analysis/scope.ts';
import { unknownFunction } from '../analysis/type-call.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import type { AstCall, AstExpression } from '../syntax/ast-expression.ts';
import { mapChildren, mapColumns, walk } from '../syntax/map-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { type AggregateInputs, typeAggregates } from './aggregate-calls.ts';
import { defaultKeyFormat } from './default-format.ts';
import type { Expression } from './expression.ts';
import type { AggregateStep, Column, GroupByStep, WindowInfo } from './physical-plan.ts';
import { internalTopic, type PlanContext } from './plan-context.ts';
import { internalKeySerde, internalValueSerde, keyColumn } from './plan-partition.ts';
import { type KeyColumn, keyReference, type KeyFormat, scopeOf, type Stage, valueReference } from './stage.ts';

/** What a client's query without GROUP BY aggregates over: all rows. */
const ONE_GROUP: readonly AstExpression[] = [
  { kind: 'integer', at: { line: 1, column: 1, start: 0, end: 0 }, text: '0' },
];

/** GROUP BY with its aggregates; the stage itself when the query does not aggregate. */
export function planAggregate(stage: Stage, query: AnalysedQuery, context: PlanContext): Stage {
  refuseUnknownFunctions(query);
  const items = query.items.map((item) => item.value);
  const calls = callsOf(query.having === null ? items : [...items, query.having], 'aggregate', query.metastore);
  const groupBy = query.groupBy ?? (context.toClient && calls.length > 0 ? ONE_GROUP : null);
  if (groupBy === null) {
    refuseUngrouped(calls, query);
    return stage;
  }
  refuseMisuse(stage, calls, groupBy, query);
  const inputs = typeAggregates(calls, stage, query);
  const group = planGroupBy(stage, groupBy, inputs, query, context);
  return aggregated(group, calls, inputs, query, context);
}

interface Group {
  readonly stage: Stage;
  readonly step: GroupByStep;
  readonly keys: readonly KeyColumn[];
  readonly keyFormat: KeyFormat;
}

function planGroupBy(
  stage: Stage,
  by: readonly AstExpression[],
  inputs: AggregateInputs,
  query: AnalysedQuery,
  context: PlanContext,
): Group {
  const scope = scopeOf(stage, query);
  const taken = new Set<string>();
  const keys = by.map((node) => ({ ...keyColumn(node, stage, query, taken), shown: [textIn(scope, node)] }));
  const expressions = by.map((node) => typeExpression(node, scope));
  const columns: Column[] = keys.map(({ name }, i) => ({ name, type: expressions[i]?.type ?? { kind: 'STRING' } }));
  const keyFormat =
    context.sinkKeyFormat ?? (stage.keyFormat.format === 'NONE' ? defaultKeyFormat(context.settings) : stage.keyFormat);
  const { relation, window } = stage.step;
  const repartitioned = relation === 'table' || window !== null || !groupsByKey(stage, by);
  const key = internalKeySerde(keyFormat, columns);
  const step: GroupByStep = {
    kind: 'groupBy',
    context: 'Aggregate/GroupBy',
    relation,
    schema: { key: columns, value: inputs.columns },
    window: null,
    input: stage.step,
    keys: expressions,
    values: inputs.values,
    repartition: repartitioned
      ? {
          topic: internalTopic(context, 'Aggregate-GroupBy-repartition'),
          keySerde: key,
          valueSerde: internalValueSerde(stage, inputs.columns),
        }
      : null,
  };
  return { stage, step, keys, keyFormat };
}

function groupsByKey(stage: Stage, by: readonly AstExpression[]): boolean {
  return (
    stage.keys.length === by.length &&
    by.every((node, i) => stage.keys[i]?.equals.includes(canonicalText(node)) ?? false)
  );
}

function aggregated(
  { stage, step: input, keys, keyFormat }: Group,
  calls: readonly AstCall[],
  inputs: AggregateInputs,
  query: AnalysedQuery,
  context: PlanContext,
): Stage {
  const values: Column[] = inputs.calls.map(({ type }, i) => ({ name: `KSQL_AGG_VARIABLE_${i}`, type }));
  const states: Column[] = inputs.states.map((type, i) => ({ name: `KSQL_AGG_VARIABLE_${i}`, type }));
  const step: AggregateStep = {
    kind: 'aggregate',
    context: 'Aggregate',
    relation: 'table',
    schema: { key: input.schema.key, value: values },
    window: windowInfo(query),
    input,
    nonAggregates: 0,
    functions: inputs.calls,
    windowing: query.window && {
      type: query.window.type,
      sizeMs: query.window.sizeMs,
      advanceMs: query.window.advanceMs,
      graceMs: query.window.graceMs,
      retentionMs: query.window.retentionMs,
    },
    store: {
      name: 'Aggregate-Aggregate-Materialize',
      changelogTopic: internalTopic(context, 'Aggregate-Aggregate-Materialize-changelog'),
      keySerde: internalKeySerde(keyFormat, input.schema.key),
      valueSerde: internalValueSerde(stage, states),
    },
    emit: query.query.emit === 'final' ? 'final' : 'changes',
  };
  const computed = new Map<string, Expression>();
  const place = (text: string, expression: Expression): void =>
    void (computed.has(text) || computed.set(text, expression));
  keys.forEach(({ viable }, i) => {
    const column = input.schema.key[i];
    if (column !== undefined) for (const text of viable) place(text, keyReference(i, column));
  });
  calls.forEach((call, i) => {
    const column = values[i];
    if (column !== undefined) place(canonicalText(call), valueReference(i, column));
  });
  const columns = new Map<string, Expression>();
  if (query.window !== null) {
    for (const { name, part, type } of WINDOW_COLUMNS) {
      columns.set(columnKey(null, name), { kind: 'column', part, index: 0, name, type });
    }
  }
  const result: Stage = { ...stage, step, columns, computed, keys, keyOrigin: 'grouping expression', keyFormat };
  refuseUngroupedColumns(result, query);
  return result;
}

function windowInfo({ window }: AnalysedQuery): WindowInfo | null {
  return window && { type: window.type, sizeMs: window.type === 'SESSION' ? null : window.sizeMs };
}

/** What reads a column that is neither grouped by nor aggregated has no one value in a group. */
function refuseUngroupedColumns({ computed, columns }: Stage, query: AnalysedQuery): void {
  const ungrouped = (node: AstExpression): boolean => {
    if (computed.has(canonicalText(node))) return false;
    if (node.kind === 'column') return node.source !== null || !columns.has(columnKey(null, node.name));
    let found = false;
    mapChildren(node, (child) => {
      found ||= ungroupedOutsideLambda(child, node, ungrouped);
      return child;
    });
    return found;
  };
  const scope = {
    columnText: (source: string | null, name: string) =>
      source === null || query.sources.length === 1 ? name : `${source}_${name}`,
  };
  const items = query.items.filter((item) => ungrouped(item.value));
  if (items.length > 0)
    throw ungroupedError(
      'SELECT',
      items.map((item) => item.value),
      scope,
    );
  if (query.having !== null && ungrouped(query.having)) throw ungroupedError('HAVING', [query.having], scope);
}

/** The parameters of a lambda are no columns. */
function ungroupedOutsideLambda(
  child: AstExpression,
  parent: AstExpression,
  ungrouped: (node: AstExpression) => boolean,
): boolean {
  if (parent.kind !== 'lambda') return ungrouped(child);
  let found = false;
  mapColumns(
    child,
    (column) => {
      found ||= ungrouped(column);
      return column;
    },
    parent.parameters,
  );
  return found;
}

function ungroupedError(
  clause: 'SELECT' | 'HAVING',
  nodes: readonly AstExpression[],
  scope: Pick<Scope, 'columnText'>,
): Error {
  const texts = nodes.map((node) => textIn(scope, node));
  const advice =
    clause === 'SELECT' ? '\nEither add the column(s) to the GROUP BY or remove them from the SELECT.' : '';
  const what = clause === 'SELECT' ? 'Non-aggregate SELECT expression(s)' : 'Non-aggregate HAVING expression';
  return sqlError('plan', `${what} not part of GROUP BY: ${texts.join(', ')}${advice}`, nodes[0]?.at ?? null);
}

function refuseUnknownFunctions(query: AnalysedQuery): void {
  const nodes = [
    ...query.items.map((item) => item.value),
    ...(query.groupBy ?? []),
    ...(query.having === null ? [] : [query.having]),
  ];
  for (const node of nodes) {
    walk(node, (each) => {
      if (each.kind === 'call' && query.metastore.functions.find(each.name) === undefined) {
        throw unknownFunction(each, query.metastore);
      }
    });
  }
}

function refuseUngrouped(calls: readonly AstCall[], query: AnalysedQuery): void {
  const [first] = calls;
  if (query.having !== null) throw sqlError('plan', 'HAVING requires a GROUP BY clause.', query.having.at);
  if (query.window !== null) throw sqlError('plan', 'WINDOW clause requires a GROUP BY clause.', query.window.at);
  if (query.query.emit === 'final')
    throw sqlError('plan', 'EMIT FINAL is only supported for windowed aggregations.', query.query.at);
  if (first === undefined) return;
  const plain = query.items.filter((item) => callsOf([item.value], 'aggregate', query.metastore).length === 0);
  const scope = { columnText: (_source: string | null, name: string) => name };
  if (plain.length > 0)
    throw ungroupedError(
      'SELECT',
      plain.map((item) => item.value),
      scope,
    );
  const names = calls.map((call) => call.name).join(', ');
  throw sqlError(
    'plan',
    `Use of aggregate functions requires a GROUP BY clause. Aggregate function(s): ${names}`,
    first.at,
  );
}

function refuseMisuse(
  stage: Stage,
  calls: readonly AstCall[],
  by: readonly AstExpression[],
  query: AnalysedQuery,
): void {
  const [inside] = callsOf(by, 'aggregate', query.metastore);
  if (inside !== undefined) {
    throw sqlError(
      'plan',
      `GROUP BY does not support aggregate functions: ${inside.name} is an aggregate function.`,
      inside.at,
    );
  }
  if (by.length === 0) throw sqlError('plan', 'GROUP BY requires at least one expression', query.query.at);
  if (calls.length === 0) {
    throw sqlError(
      'plan',
      'GROUP BY requires aggregate functions in either the SELECT or HAVING clause.',
      query.query.at,
    );
  }
  if (query.partitionBy !== null)
    throw sqlError('plan', 'GROUP BY and PARTITION BY cannot be used together.', query.query.at);
  if (query.query.emit === 'final' && query.window === null) {
    throw sqlError('plan', 'EMIT FINAL is only supported for windowed aggregations.', query.query.at);
  }
  const table = callsOf(
    query.items.map((item) => item.value),
    'table',
    query.metastore,
  )[0];
  if (table !== undefined) throw sqlError('plan', 'Table functions cannot be used with aggregations.', table.at);
  if (stage.step.relation === 'table' && query.window !== null) {
    throw sqlError('plan', 'WINDOW clause is not supported on tables: only streams can be windowed.', query.window.at);
  }
  if (query.having === null || query.window === null) return;
  mapColumns(query.having, (column) => {
    if (column.source === null && isWindowBound(column.name)) throw misplacedBound(column);
    return column;
  });
}
