import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import { isSystemColumn } from '../analysis/pseudo-columns.ts';
import { canonicalText } from '../analysis/scope.ts';
import type { SelectedItem } from '../analysis/select-items.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import { formatColumns } from '../syntax/format-columns.ts';
import { isSqlError, spanOfError, sqlError } from '../syntax/sql-error.ts';
import type { Expression } from './expression.ts';
import type { Column, PartitionByStep, SelectStep } from './physical-plan.ts';
import { internalTopic, type PlanContext } from './plan-context.ts';
import { internalKeySerde, internalValueSerde } from './plan-partition.ts';
import { type KeyColumn, keyReference, scopeOf, type Stage, valueReference } from './stage.ts';

/** The SELECT clause for a sink: key columns take the names they are selected under, all else becomes values. */
export function planProjection(stage: Stage, query: AnalysedQuery, sinkName: string, context: PlanContext): Stage {
  const reserved = query.items.find((item) => isSystemColumn(item.name) && !isPartitionKey(item, stage));
  if (reserved !== undefined) {
    throw sqlError(
      'plan',
      `Reserved column name in select: \`${reserved.name}\`. Please remove or alias the column.`,
      reserved.at,
    );
  }
  refuseUnknownTimestamp(query, context);
  const keyItems = stage.keys.map((key) => keyItemOf(key, stage, query));
  refuseMissingKeys(keyItems, stage, sinkName);
  const rest = query.items.filter((item) => !keyItems.includes(item));
  const keyColumns = stage.step.schema.key.map((column, i) => ({
    name: keyItems[i]?.name ?? column.name,
    type: column.type,
  }));
  return orderKeys(select(stage, keyColumns, rest, query), keyItems, query, context);
}

/** With `ksql.new.query.planner.enabled` the key columns of a stream come in the order of the SELECT clause. */
function orderKeys(
  stage: Stage,
  keyItems: readonly (SelectedItem | undefined)[],
  query: AnalysedQuery,
  context: PlanContext,
): Stage {
  const { step } = stage;
  if (context.settings['ksql.new.query.planner.enabled'] !== 'true' || step.relation === 'table') return stage;
  const places = keyItems.map((item, i) => ({ i, at: item === undefined ? -1 : query.items.indexOf(item) }));
  const order = places.toSorted((one, other) => one.at - other.at).map(({ i }) => i);
  if (order.every((from, to) => from === to)) return stage;
  const keys = order.flatMap((from) => step.schema.key[from] ?? []);
  const serdes = {
    keySerde: internalKeySerde(stage.keyFormat, keys),
    valueSerde: internalValueSerde(stage, step.schema.value),
  };
  const ordered: PartitionByStep = {
    kind: 'partitionBy',
    context: 'OrderKeys',
    relation: 'stream',
    schema: { key: keys, value: step.schema.value },
    window: step.window,
    input: step,
    keys: order.flatMap((from) =>
      step.schema.key[from] === undefined ? [] : [keyReference(from, step.schema.key[from])],
    ),
    values: step.schema.value.map((column, i) => valueReference(i, column)),
    repartition: { topic: internalTopic(context, 'OrderKeys-repartition'), ...serdes },
    store: null,
  };
  return { ...stage, step: ordered };
}

/** `*` after PARTITION BY ROWOFFSET holds ROWOFFSET as the key. */
function isPartitionKey(item: SelectedItem, { keys, keyOrigin }: Stage): boolean {
  return keyOrigin === 'partitioning expression' && keys.some((key) => key.viable.includes(canonicalText(item.value)));
}

/** The SELECT clause for a client: every item is a value, in order. */
export function planClientProjection(stage: Stage, query: AnalysedQuery): Stage {
  return select(stage, stage.step.schema.key, query.items, query);
}

function select(stage: Stage, key: readonly Column[], items: readonly SelectedItem[], query: AnalysedQuery): Stage {
  const values = items.map((item) => typeItem(item, stage, query));
  const value: Column[] = items.map(({ name }, i) => ({ name, type: values[i]?.type ?? { kind: 'STRING' } }));
  refuseDuplicates(query.items.length === value.length ? [] : key, value);
  const step: SelectStep = {
    kind: 'select',
    context: 'Project',
    relation: stage.step.relation,
    schema: { key, value },
    window: stage.step.window,
    input: stage.step,
    values,
  };
  return { ...stage, step };
}

function typeItem(item: SelectedItem, stage: Stage, query: AnalysedQuery): Expression {
  try {
    return typeExpression(item.value, scopeOf(stage, query));
  } catch (error) {
    if (!isSqlError(error) || !error.message.startsWith('Cast of')) throw error;
    throw sqlError('plan', `Invalid Select: ${error.message}`, spanOfError(error) ?? item.at);
  }
}

function keyItemOf(key: KeyColumn, stage: Stage, query: AnalysedQuery): SelectedItem | undefined {
  for (const text of key.viable) {
    const matching = query.items.filter((item) => canonicalText(item.value) === text);
    if (matching.length > 1) throw repeatedKey(key, matching, stage);
    if (matching.length === 1) return matching[0];
  }
  return undefined;
}

function repeatedKey({ name }: KeyColumn, items: readonly SelectedItem[], { keyOrigin }: Stage): Error {
  const names = items.map((item) => item.name).sort();
  const at = items[1]?.at ?? null;
  if (keyOrigin === 'grouping expression') {
    const quoted = names.map((each) => `\`${each}\``).join(' and ');
    return sqlError('plan', `The projection contains a key column more than once: ${quoted}.`, at);
  }
  return sqlError(
    'plan',
    `The projection contains a key column (\`${name}\`) more than once, aliased as: ${names.join(' and ')}.`,
    at,
  );
}

function refuseMissingKeys(items: readonly (SelectedItem | undefined)[], stage: Stage, sinkName: string): void {
  const missing = stage.keys.find((_, i) => items[i] === undefined);
  if (missing === undefined) return;
  const { keys, keyOrigin } = stage;
  if (keyOrigin === 'primary key column') {
    const [alias = '', column = missing.name] = (missing.viable[0] ?? '').split('.');
    throw sqlError(
      'plan',
      `Primary key column missing in projection. For foreign-key table-table joins, the projection must include all primary key columns from the left input table (\`${alias}\`). Missing column: \`${column}\`.`,
    );
  }
  const named = keyOrigin === 'grouping expression' ? keys.filter((_, i) => items[i] === undefined) : keys;
  const plural = named.length > 1 || named.some((key) => key.shown.length > 1);
  const listed = listOf(named.map((key) => key.shown.join(' or ')));
  const example = named.map((key) => key.shown[0] ?? key.name).join(', ');
  const synthetic =
    keyOrigin === 'join expression' && keys.some((key) => !key.name.includes('_') && key.name.startsWith('ROWKEY'))
      ? `\n${keys[0]?.name} was added as a synthetic key column because the join criteria did not match any source column. This expression must be included in the projection and may be aliased.`
      : '';
  throw sqlError(
    'plan',
    `Key missing from projection (ie, SELECT). See https://cnfl.io/2LV7ouS.\nThe query used to build \`${sinkName}\` must include the ${keyOrigin}${plural ? 's' : ''} ${listed} in its projection (eg, SELECT ${example}...).${synthetic}`,
  );
}

function refuseUnknownTimestamp({ items }: AnalysedQuery, { properties: { timestamp } }: PlanContext): void {
  if (timestamp === undefined || items.some((item) => item.name === timestamp)) return;
  throw sqlError('plan', `The TIMESTAMP column set in the WITH clause does not exist in the schema: '${timestamp}'`);
}

function listOf(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** Among the values, and between them and the keys that are selected. */
function refuseDuplicates(keys: readonly Column[], columns: readonly Column[]): void {
  const twice = columns.filter(
    (column, i) =>
      keys.some((key) => key.name === column.name) || columns.some((other, j) => j < i && other.name === column.name),
  );
  if (twice.length === 0) return;
  throw sqlError('plan', `Duplicate value columns found in schema: ${formatColumns(twice, 'value')}`);
}
