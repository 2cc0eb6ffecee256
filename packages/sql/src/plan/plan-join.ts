import type { AnalysedJoin, AnalysedQuery } from '../analysis/analyse-query.ts';
import { isForeignKey } from '../analysis/analyse-joins.ts';
import { FORMATS } from '../analysis/format-names.ts';
import type { AliasedSource } from '../analysis/query-sources.ts';
import { canonicalText, columnKey } from '../analysis/scope.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import { checkJoin, refuseDifferentTypes } from './check-join.ts';
import { defaultKeyFormat } from './default-format.ts';
import type { Expression } from './expression.ts';
import type { Column, SelectStep, Step, StoreInfo } from './physical-plan.ts';
import { internalTopic, type PlanContext } from './plan-context.ts';
import { internalKeySerde, internalValueSerde, rekey } from './plan-partition.ts';
import { planSource, usedBy } from './plan-source.ts';
import { type KeyColumn, keyReference, type KeyFormat, scopeOf, type Stage, valueReference } from './stage.ts';
import { JoinStoreNumbers } from './join-store-numbers.ts';

/** FROM with its joins, left to right. */
export function planSources(query: AnalysedQuery, context: PlanContext): Stage {
  const [first] = query.sources;
  if (first === undefined) throw new RangeError('a query has a source');
  if (query.joins.length === 0) return planSource(first, 'KsqlTopic', false, context);
  const numbers = new JoinStoreNumbers(rekeyedTables(query));
  let stage = joinInput(first, `${'L_'.repeat(query.joins.length - 1)}KafkaTopic_Left`, query, context);
  query.joins.forEach((join, index) => {
    const nesting = 'L_'.repeat(query.joins.length - 1 - index);
    const right = joinInput(join.right, `${nesting}KafkaTopic_Right`, query, context);
    checkJoin(join, query, { index, left: stage, right }, context);
    stage = isForeignKey(join, index, query.sources)
      ? foreignKeyJoin(stage, right, join, query)
      : keyJoin(
          stage,
          right,
          join,
          { nesting, numbers, first: index === 0, last: index === query.joins.length - 1 },
          query,
          context,
        );
  });
  return stage;
}

/** Tables whose keys are in a format of registered schemas are moved for a join, for their ids differ. */
function rekeyedTables({ joins }: AnalysedQuery): number {
  return joins.filter(({ right: { source } }) => source.kind === 'table' && FORMATS[source.keySerde.format].registry)
    .length;
}

/** A source with the columns that the query uses, each under the name `ALIAS_COLUMN`, keys among the values too. */
function joinInput(aliased: AliasedSource, name: string, query: AnalysedQuery, context: PlanContext): Stage {
  const source = planSource(aliased, name, true, context);
  const used = usedBy(query);
  const value: Column[] = [];
  const values: Expression[] = [];
  const columns = new Map<string, Expression>();
  for (const [key, expression] of source.columns) {
    if (!used(key) || expression.kind !== 'column') continue;
    const column = { name: `${aliased.alias}_${expression.name}`, type: expression.type };
    columns.set(key, valueReference(value.length, column));
    value.push(column);
    values.push(expression);
  }
  const { step } = source;
  const key = step.schema.key.map((column) => ({ ...column, name: `${aliased.alias}_${column.name}` }));
  const select: SelectStep = {
    kind: 'select',
    context: `PrependAlias${name.replace('KafkaTopic_', '')}`,
    relation: step.relation,
    schema: { key, value },
    window: step.window,
    input: step,
    values,
  };
  return { ...source, step: select, columns };
}

interface Place {
  readonly first: boolean;
  readonly nesting: string;
  readonly numbers: JoinStoreNumbers;
  readonly last: boolean;
}

function keyJoin(
  leftInput: Stage,
  rightInput: Stage,
  join: AnalysedJoin,
  place: Place,
  query: AnalysedQuery,
  context: PlanContext,
): Stage {
  refuseDifferentTypes(join, leftInput, rightInput, query);
  const { left, right } = coPartition(leftInput, rightInput, join, place, query, context);
  const keys = joinKeys(join, leftInput, place, query);
  const [leftKey] = left.step.schema.key;
  const type = leftKey?.type ?? { kind: 'STRING' as const };
  const schema = {
    key: keys.map(({ name }) => ({ name, type })),
    value: [...left.step.schema.value, ...right.step.schema.value],
  };
  const base = {
    context: `${place.nesting}Join`,
    schema,
    window: left.step.window,
    type: join.type,
    left: left.step,
    right: right.step,
  };
  const step = joinStep(base, left, right, join, place, context);
  const columns = joinedColumns(left, right);
  if (place.last && query.syntheticKey !== null) {
    columns.set(columnKey(null, query.syntheticKey), keyReference(0, { name: query.syntheticKey, type }));
  }
  return { ...left, step, columns, computed: new Map(), keys, keyOrigin: 'join expression' };
}

type JoinFields = Pick<
  Extract<Step, { kind: 'tableTableJoin' }>,
  'context' | 'schema' | 'window' | 'type' | 'left' | 'right'
>;

function joinStep(
  base: JoinFields,
  left: Stage,
  right: Stage,
  join: AnalysedJoin,
  place: Place,
  context: PlanContext,
): Step {
  if (left.step.relation === 'table') return { ...base, kind: 'tableTableJoin', relation: 'table' };
  if (right.step.relation === 'table') return { ...base, kind: 'streamTableJoin', relation: 'stream' };
  const [leftName, rightName] = place.numbers.namesOf(join.type);
  return {
    ...base,
    kind: 'streamStreamJoin',
    relation: 'stream',
    beforeMs: join.within?.beforeMs ?? 0,
    afterMs: join.within?.afterMs ?? 0,
    graceMs: join.within?.graceMs ?? null,
    leftStore: joinStore(leftName, left, context),
    rightStore: joinStore(rightName, right, context),
  };
}

function joinStore(name: string, { step, keyFormat, ...stage }: Stage, context: PlanContext): StoreInfo {
  return {
    name,
    changelogTopic: internalTopic(context, `${name}-changelog`),
    keySerde: internalKeySerde(keyFormat, step.schema.key),
    valueSerde: internalValueSerde({ step, keyFormat, ...stage }, step.schema.value),
  };
}

/** Rows to be joined must have the same key in the same bytes. */
function coPartition(
  left: Stage,
  right: Stage,
  join: AnalysedJoin,
  place: Place,
  query: AnalysedQuery,
  context: PlanContext,
): { left: Stage; right: Stage } {
  const leftKeyed = isKey(left, canonicalText(join.leftOn));
  const rightKeyed = isKey(right, canonicalText(join.rightOn));
  const format = joinKeyFormat(left, right, leftKeyed, rightKeyed, context);
  const registry = FORMATS[format.format].registry;
  // What an earlier join gives out has gone through a topic of ours already, if it had to.
  const leftMoves = (registry && place.first) || !leftKeyed || !sameFormat(left.keyFormat, format);
  const rightMoves = registry || !rightKeyed || !sameFormat(right.keyFormat, format);
  place.numbers.moved(Number(leftMoves) + Number(rightMoves && right.step.relation === 'stream'));
  const move = (stage: Stage, moves: boolean, side: 'left' | 'right'): Stage => {
    if (!moves) return stage;
    const names = sideNames(stage, side, place.nesting, right.step.relation === 'table');
    const on = side === 'left' ? join.leftOn : join.rightOn;
    return rekey(
      stage,
      [on],
      { ...names, origin: 'join expression', format, window: left.step.window },
      query,
      context,
    );
  };
  return { left: move(left, leftMoves, 'left'), right: move(right, rightMoves, 'right') };
}

function sideNames(
  stage: Stage,
  side: 'left' | 'right',
  nesting: string,
  withTable: boolean,
): { name: string; storeName?: string } {
  if (stage.step.relation === 'table') {
    const base = `${nesting}${side === 'left' ? 'Left' : 'Right'}SourceKeyed`;
    return { name: `${base}-SelectKey`, storeName: `${base}-Materialize` };
  }
  return { name: withTable ? `${nesting}Join` : `${nesting}Join-${side}` };
}

function isKey(stage: Stage, text: string): boolean {
  const [key, ...more] = stage.keys;
  return key !== undefined && more.length === 0 && key.equals.includes(text);
}

/** That of the side which need not move anyway; the left one's if both or neither need. */
function joinKeyFormat(
  left: Stage,
  right: Stage,
  leftKeyed: boolean,
  rightKeyed: boolean,
  context: PlanContext,
): KeyFormat {
  const [first, second] = !leftKeyed && rightKeyed ? [right, left] : [left, right];
  const found = [first, second].find((stage) => stage.keyFormat.format !== 'NONE');
  return found?.keyFormat ?? defaultKeyFormat(context.settings);
}

function sameFormat(one: KeyFormat, other: KeyFormat): boolean {
  return one.format === other.format && one.properties['delimiter'] === other.properties['delimiter'];
}

/**
 * Either side's column will do as the key in the projection, and what the left side's key was known by before; where no column
 * is equal to the key it is the synthetic one.
 */
function joinKeys(join: AnalysedJoin, left: Stage, place: Place, query: AnalysedQuery): KeyColumn[] {
  const sides = [join.leftOn, join.rightOn];
  const texts = sides.map(canonicalText);
  if (place.last && query.syntheticKey !== null) {
    const node = { kind: 'column', at: join.leftOn.at, source: null, name: query.syntheticKey } as const;
    const text = canonicalText(node);
    return [
      {
        viable: [text],
        equals: join.type === 'FULL' ? [text] : [text, ...texts],
        shown: [query.syntheticKey],
        name: query.syntheticKey,
      },
    ];
  }
  // Either side of a full join may be missing: no column of it is the key of what follows.
  if (join.type === 'FULL') return [{ viable: [], equals: [], shown: [], name: 'ROWKEY' }];
  const earlier = left.keys.find((key) => key.equals.includes(canonicalText(join.leftOn)));
  const columns = sides.filter((side) => side.kind === 'column').map(canonicalText);
  const viable = [...new Set([...(earlier?.viable ?? []), ...columns])];
  const named = sides.find((side) => side.kind === 'column');
  const name = named?.kind === 'column' ? `${named.source ?? ''}_${named.name}` : 'ROWKEY';
  return [{ viable, equals: [...new Set([...(earlier?.equals ?? []), ...texts])], shown: viable, name }];
}

function joinedColumns(left: Stage, right: Stage): Map<string, Expression> {
  const columns = new Map(left.columns);
  const offset = left.step.schema.value.length;
  for (const [key, expression] of right.columns) {
    if (expression.kind === 'column') columns.set(key, { ...expression, index: expression.index + offset });
  }
  return columns;
}

function foreignKeyJoin(left: Stage, right: Stage, join: AnalysedJoin, query: AnalysedQuery): Stage {
  refuseDifferentTypes(join, left, right, query);
  const foreignKey = typeExpression(join.leftOn, scopeOf(left, query));
  const step: Step = {
    kind: 'foreignKeyJoin',
    context: 'FkJoin',
    relation: 'table',
    schema: { key: left.step.schema.key, value: [...left.step.schema.value, ...right.step.schema.value] },
    window: null,
    type: join.type,
    left: left.step,
    right: right.step,
    foreignKey,
  };
  const keys = left.keys.map((key, i) => ({ ...key, name: left.step.schema.key[i]?.name ?? key.name }));
  return { ...left, step, columns: joinedColumns(left, right), keys, keyOrigin: 'primary key column' };
}
