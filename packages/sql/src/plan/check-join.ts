import type { AnalysedJoin, AnalysedQuery } from '../analysis/analyse-query.ts';
import { isForeignKey } from '../analysis/analyse-joins.ts';
import { FORMATS } from '../analysis/format-names.ts';
import type { AliasedSource } from '../analysis/query-sources.ts';
import { canonicalText, textIn } from '../analysis/scope.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType, sameType } from '../types/format-type.ts';
import type { WindowInfo } from './physical-plan.ts';
import type { PlanContext } from './plan-context.ts';
import { REPARTITION_OF_WINDOWED } from './plan-partition.ts';
import { scopeOf, type Stage } from './stage.ts';

interface Sides {
  /** Of the join within the query. */
  readonly index: number;
  readonly left: Stage;
  readonly right: Stage;
}

/** Refuses joins that cannot run, in ksqlDB's words. */
export function checkJoin(join: AnalysedJoin, query: AnalysedQuery, sides: Sides, context: PlanContext): void {
  refuseKafkaValues(query);
  refuseKinds(join, query, sides);
  refuseWindows(join, query, sides);
  refuseConditions(join, query, sides);
  refusePartitions(join, query, sides, context);
}

function refuseKafkaValues({ sources }: AnalysedQuery): void {
  const odd = sources.filter(({ source }) => source.valueSerde.format === 'KAFKA').map(({ alias }) => alias);
  if (odd.length === 0) return;
  throw sqlError(
    'plan',
    `Source(s) ${odd.join(', ')} are using the 'KAFKA' value format. This format does not yet support JOIN.`,
  );
}

function refuseKinds(join: AnalysedJoin, query: AnalysedQuery, { index, left, right }: Sides): void {
  const got = `Got ${leftName(query, index)} ${typeName(join)} JOIN ${join.right.source.name}.`;
  const { at } = join.right;
  const leftKind = left.step.relation;
  const rightKind = right.step.relation;
  if (leftKind === 'table' && rightKind === 'stream') {
    throw sqlError(
      'plan',
      `Invalid join order: table-stream joins are not supported; only stream-table joins. ${got}`,
      at,
    );
  }
  if (leftKind === 'stream' && rightKind === 'stream' && join.within === null) {
    throw sqlError(
      'plan',
      'Stream-Stream joins must have a WITHIN clause specified. None was provided. Say how far apart the two rows may be, for example WITHIN 1 HOUR.',
      at,
    );
  }
  if (rightKind === 'stream') return;
  const kinds = leftKind === 'stream' ? 'stream-table' : 'table-table';
  if (join.within !== null) {
    const named = leftKind === 'stream' ? 'Stream-Table' : 'Table-Table';
    throw sqlError(
      'plan',
      `A window definition was provided for a ${named} join. These joins are not windowed. Please drop the window definition (ie. the WITHIN clause) and try to execute your join again.`,
      at,
    );
  }
  if (leftKind === 'stream' && (join.type === 'FULL' || join.type === 'RIGHT')) {
    const type = join.type === 'FULL' ? 'full-outer' : 'right-outer';
    throw sqlError('plan', `Invalid join type: ${type} join not supported for ${kinds} join. ${got}`, at);
  }
}

function leftName(query: AnalysedQuery, index: number): string {
  const names = query.sources.slice(0, index + 1).map(({ source }) => source.name);
  return names[0] ?? '';
}

function typeName({ type }: AnalysedJoin): string {
  return type === 'INNER' ? '[INNER]' : type === 'FULL' ? '[FULL] OUTER' : `${type} [OUTER]`;
}

function refuseConditions(join: AnalysedJoin, query: AnalysedQuery, { index, left, right }: Sides): void {
  if (right.step.relation !== 'table') return;
  const got = `Got ${shown(join.written.left)} = ${shown(join.written.right)}.`;
  const onRightKey = right.keys.length === 1 && right.keys[0]?.equals.includes(canonicalText(join.rightOn)) === true;
  if (left.step.relation === 'stream') {
    if (onRightKey) return;
    throw sqlError(
      'plan',
      `Invalid join condition: stream-table joins require to join on the table's primary key. ${got}`,
      join.rightOn.at,
    );
  }
  if (!onRightKey) {
    throw sqlError(
      'plan',
      `Invalid join condition: table-table joins require to join on the primary key of the right input table. ${got}`,
      join.rightOn.at,
    );
  }
  const onLeftKey = left.keys.length === 1 && left.keys[0]?.equals.includes(canonicalText(join.leftOn)) === true;
  if (onLeftKey) return;
  if (index > 0) throw foreignInChain(got, join);
  if (isForeignKey(join, index, query.sources) && (join.type === 'FULL' || join.type === 'RIGHT')) {
    const type = join.type === 'FULL' ? 'full-outer' : 'right-outer';
    throw sqlError(
      'plan',
      `Invalid join type: ${type} join not supported for foreign-key table-table join. Got ${leftName(query, index)} ${typeName(join)} JOIN ${join.right.source.name}.`,
      join.right.at,
    );
  }
}

function foreignInChain(got: string, join: AnalysedJoin): Error {
  return sqlError(
    'plan',
    `Invalid join condition: foreign-key table-table joins are not supported as part of n-way joins. ${got}`,
    join.leftOn.at,
  );
}

function shown(node: AnalysedJoin['leftOn']): string {
  return canonicalText(node);
}

export function refuseDifferentTypes(join: AnalysedJoin, left: Stage, right: Stage, query: AnalysedQuery): void {
  const leftType = typeExpression(join.leftOn, scopeOf(left, query)).type;
  const rightType = typeExpression(join.rightOn, scopeOf(right, query)).type;
  if (sameType(leftType, rightType)) return;
  const text = (node: AnalysedJoin['leftOn']): string =>
    textIn({ columnText: (source, name) => (source === null ? name : `${source}.${name}`) }, node);
  throw sqlError(
    'plan',
    `Invalid join condition: types don't match. Got ${text(join.leftOn)}{${formatType(leftType)}} = ${text(join.rightOn)}{${formatType(rightType)}}.`,
    join.leftOn.at,
  );
}

function refuseWindows(join: AnalysedJoin, query: AnalysedQuery, { index, left, right }: Sides): void {
  const one = left.step.window;
  const other = right.step.window;
  if (one === null && other === null) return;
  if (isForeignKey(join, index, query.sources)) {
    throw sqlError('plan', 'Foreign-key table-table joins are not supported on windowed tables.', join.right.at);
  }
  const [first] = query.sources;
  if (one === null || other === null) {
    const lines = [first, join.right].map((each) => describeWindow(each));
    throw sqlError('plan', `Can not join windowed source to non-windowed source.\n${lines.join('\n')}`, join.right.at);
  }
  if ((one.type === 'SESSION') !== (other.type === 'SESSION')) throw incompatible(one, other, join);
  const keyed =
    left.keys[0]?.equals.includes(canonicalText(join.leftOn)) === true &&
    right.keys[0]?.equals.includes(canonicalText(join.rightOn)) === true;
  const formatsMove = FORMATS[left.keyFormat.format].registry;
  if (!keyed || (one.sizeMs !== other.sizeMs && !formatsMove))
    throw sqlError('plan', REPARTITION_OF_WINDOWED, join.right.at);
}

function describeWindow(each: AliasedSource | undefined): string {
  const window = each?.source.window ?? null;
  return `\`${each?.alias ?? ''}\` is ${window === null ? 'not' : window.type} windowed`;
}

function incompatible(left: WindowInfo, right: WindowInfo, join: AnalysedJoin): Error {
  return sqlError(
    'plan',
    `Incompatible windowed sources.\nLeft source: ${left.type}\nRight source: ${right.type}\n` +
      'Session windowed sources can only be joined to other session windowed sources, and may still not result in expected behaviour as session bounds must be an exact match for the join to work\n' +
      'Hopping and tumbling windowed sources can only be joined to other hopping and tumbling windowed sources',
    join.right.at,
  );
}

/** Sides that stay where they are must have equally many partitions. */
function refusePartitions(
  join: AnalysedJoin,
  query: AnalysedQuery,
  { index, left, right }: Sides,
  context: PlanContext,
): void {
  const [first] = query.sources;
  if (first === undefined || isForeignKey(join, index, query.sources)) return;
  const stays = (stage: Stage, node: AnalysedJoin['leftOn']): boolean =>
    stage.keys[0]?.equals.includes(canonicalText(node)) === true;
  if (!stays(left, join.leftOn) || !stays(right, join.rightOn)) return;
  const one = context.partitionsOf(first.source.topic);
  const other = context.partitionsOf(join.right.source.topic);
  if (one === undefined || other === undefined || one === other) return;
  throw sqlError(
    'plan',
    `Can't join \`${first.alias}\` with \`${join.right.alias}\` since the number of partitions don't match. ` +
      `\`${first.alias}\` partitions = ${one}; \`${join.right.alias}\` partitions = ${other}. ` +
      'Please repartition either one so that the number of partitions match.',
    join.right.at,
  );
}
