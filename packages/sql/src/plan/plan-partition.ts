import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import { refuseMapKey } from '../analysis/check-serde.ts';
import { keySerde, valueSerde } from '../analysis/serde.ts';
import { canonicalText } from '../analysis/scope.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { formatExpression } from '../syntax/format-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { defaultKeyFormat } from './default-format.ts';
import type { Column, PartitionByStep, SerdeInfo, WindowInfo } from './physical-plan.ts';
import { internalTopic, type PlanContext } from './plan-context.ts';
import { usedBy } from './plan-source.ts';
import { carry, type KeyColumn, type KeyFormat, scopeOf, type Stage, uniqueName } from './stage.ts';

export const REPARTITION_OF_WINDOWED =
  'Implicit repartitioning of windowed sources is not supported. See https://github.com/confluentinc/ksql/issues/4385.';

/** PARTITION BY: nothing where the key is that already. */
export function planPartitionBy(
  stage: Stage,
  by: readonly AstExpression[],
  query: AnalysedQuery,
  context: PlanContext,
): Stage {
  const [first] = by;
  if (first === undefined) throw sqlError('plan', 'PARTITION BY requires at least one expression', query.query.at);
  if (stage.step.relation === 'table')
    throw sqlError('plan', 'PARTITION BY clause is only supported for streams. Use GROUP BY on a table.', first.at);
  if (by.length > 1 && by.some((each) => each.kind === 'null')) {
    throw sqlError('plan', 'Cannot PARTITION BY multiple columns including NULL', first.at);
  }
  const keys = by.filter((each) => each.kind !== 'null');
  if (isKeyAlready(stage, keys)) {
    return {
      ...stage,
      keyOrigin: 'partitioning expression',
      keys: keys.map((key) => keyColumn(key, stage, query, new Set())),
    };
  }
  if (stage.step.window !== null) throw sqlError('plan', REPARTITION_OF_WINDOWED, first.at);
  const format =
    context.sinkKeyFormat ?? (stage.keyFormat.format === 'NONE' ? defaultKeyFormat(context.settings) : stage.keyFormat);
  return rekey(stage, keys, { name: 'PartitionBy', origin: 'partitioning expression', format }, query, context);
}

function isKeyAlready(stage: Stage, by: readonly AstExpression[]): boolean {
  const { keys } = stage;
  return (
    keys.length > 0 &&
    keys.length === by.length &&
    keys.every((key, i) => {
      const node = by[i];
      return node !== undefined && key.equals.includes(canonicalText(node));
    })
  );
}

export interface Rekeying {
  /** `<name>-repartition` is the topic. */
  readonly name: string;
  /** `<storeName>-changelog` backs the rekeyed table; streams have none. */
  readonly storeName?: string;
  readonly origin: Stage['keyOrigin'];
  readonly format: KeyFormat;
  /** The window that the new keys are read back with; that of the old ones by default. */
  readonly window?: WindowInfo | null;
}

/** Moves each row to another key. */
export function rekey(
  stage: Stage,
  by: readonly AstExpression[],
  rekeying: Rekeying,
  query: AnalysedQuery,
  context: PlanContext,
): Stage {
  const scope = scopeOf(stage, query);
  const expressions = by.map((node) => typeExpression(node, scope));
  const taken = new Set<string>();
  const keys = by.map((node) => keyColumn(node, stage, query, taken));
  const keyColumns: Column[] = keys.map(({ name }, i) => ({ name, type: expressions[i]?.type ?? { kind: 'STRING' } }));
  const carried = carry(stage, usedBy(query));
  const serdes = {
    keySerde: internalKeySerde(rekeying.format, keyColumns),
    valueSerde: internalValueSerde(stage, carried.columns),
  };
  const step: PartitionByStep = {
    kind: 'partitionBy',
    context: rekeying.name,
    relation: stage.step.relation,
    schema: { key: keyColumns, value: carried.columns },
    window: rekeying.window === undefined ? stage.step.window : rekeying.window,
    input: stage.step,
    keys: expressions,
    values: carried.values,
    repartition: { topic: internalTopic(context, `${rekeying.name}-repartition`), ...serdes },
    store:
      rekeying.storeName === undefined
        ? null
        : {
            name: rekeying.storeName,
            changelogTopic: internalTopic(context, `${rekeying.storeName}-changelog`),
            ...serdes,
          },
  };
  return { ...stage, step, ...carried.scope, keys, keyOrigin: rekeying.origin, keyFormat: rekeying.format };
}

/** Topics between use the key's format where it can carry the columns, else JSON: the sink may name, or refuse, another. */
export function internalKeySerde({ format, properties }: KeyFormat, columns: readonly Column[]): SerdeInfo {
  columns.forEach(refuseMapKey);
  try {
    return keySerde(format, columns, properties);
  } catch {
    return { format: 'JSON', properties: {}, features: columns.length === 1 ? ['UNWRAP_SINGLES'] : [] };
  }
}

/** Topics between use the source's value format where it can carry the columns, else JSON. */
export function internalValueSerde(
  stage: Stage,
  columns: readonly Column[],
): PartitionByStep['repartition']['valueSerde'] {
  const { format, properties } = stage.valueFormat;
  // A record of no fields is not worth a registered schema.
  if (columns.length === 0) return { format: 'JSON', properties: {}, features: [] };
  try {
    return valueSerde(format, columns, properties, undefined, {});
  } catch {
    return valueSerde('JSON', columns, {}, undefined, {});
  }
}

export function keyColumn(node: AstExpression, stage: Stage, query: AnalysedQuery, taken: Set<string>): KeyColumn {
  const text = canonicalText(node);
  const known = stage.keys.find((key) => key.equals.includes(text));
  const base = node.kind === 'column' || node.kind === 'field' ? node.name : (known?.name ?? 'KSQL_COL_0');
  const name = uniqueName(
    node.kind === 'column' && query.sources.length > 1 ? `${node.source ?? ''}_${node.name}` : base,
    taken,
  );
  return { viable: [text], equals: [text], shown: [formatExpression(node)], name };
}
