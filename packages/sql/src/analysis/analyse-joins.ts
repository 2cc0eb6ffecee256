import type { Join, Query } from '../syntax/ast.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { formatExpression } from '../syntax/format-expression.ts';
import { mapColumns } from '../syntax/map-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { AnalysedJoin } from './analyse-query.ts';
import { qualify } from './qualify.ts';
import { type AliasedSource, columnNamesOf } from './query-sources.ts';
import { canonicalText } from './scope.ts';

/** Binds and orders the conditions of the joins, and names the synthetic key if the last join needs one. */
export function analyseJoins(
  query: Query,
  sources: readonly AliasedSource[],
): { joins: AnalysedJoin[]; syntheticKey: string | null } {
  const joins = query.joins.map((join, index) => analyseJoin(join, sources.slice(0, index + 1), sources[index + 1]));
  return { joins, syntheticKey: needsSyntheticKey(joins, sources) ? freeKeyName(sources) : null };
}

function analyseJoin(join: Join, before: readonly AliasedSource[], right: AliasedSource | undefined): AnalysedJoin {
  if (right === undefined) throw new RangeError('a source for every join');
  const context = { sources: [...before, right], syntheticKey: null, windowed: false };
  const on = qualify(join.on, 'JOIN ON', context);
  if (on.kind === 'and' || on.kind === 'or') {
    throw sqlError(
      'plan',
      `Invalid join condition: joins on multiple conditions are not yet supported. Got ${formatExpression(on)}.`,
      on.at,
    );
  }
  if (on.kind !== 'comparison') {
    throw sqlError(
      'plan',
      `Unsupported join expression: ${formatExpression(on)}. A join condition has the form a = b.`,
      on.at,
    );
  }
  if (on.operator !== '=') {
    throw sqlError('plan', `Only equality join criteria is supported. Got ${formatExpression(on)}.`, on.at);
  }
  const leftSource = onlySource(on.left, on);
  const rightSource = onlySource(on.right, on);
  const written = { left: on.left, right: on.right };
  const base = { type: join.type, right, written, within: join.within };
  if (rightSource === right.alias && leftSource !== right.alias) return { ...base, leftOn: on.left, rightOn: on.right };
  if (leftSource === right.alias && rightSource !== right.alias) return { ...base, leftOn: on.right, rightOn: on.left };
  throw sqlError(
    'plan',
    `Invalid join condition ${formatExpression(on)}: one side must read ${right.alias}, the other a source before it.`,
    on.at,
  );
}

function onlySource(side: AstExpression, on: AstExpression): string {
  const found = new Set<string>();
  mapColumns(side, (column) => {
    if (column.source !== null) found.add(column.source);
    return column;
  });
  const [source] = found;
  if (source !== undefined && found.size === 1) return source;
  throw sqlError(
    'plan',
    `Invalid comparison expression '${formatExpression(side)}' in join '${formatExpression(on)}'. Each side of the join comparision must contain references from exactly one source.`,
    side.at,
  );
}

/** Whether no column is sure to hold the key of the last join: after a full join, or where both sides are computed. */
function needsSyntheticKey(joins: readonly AnalysedJoin[], sources: readonly AliasedSource[]): boolean {
  let equals = new Set<string>();
  let hasColumn = true;
  joins.forEach((join, index) => {
    if (isForeignKey(join, index, sources)) {
      equals = new Set();
      return;
    }
    const left = canonicalText(join.leftOn);
    const column = join.leftOn.kind === 'column' || join.rightOn.kind === 'column';
    const continued = equals.has(left);
    hasColumn = join.type !== 'FULL' && (column || (continued && hasColumn));
    const joined = [...(continued ? equals : []), left, canonicalText(join.rightOn)];
    equals = new Set(join.type === 'FULL' ? [] : joined);
  });
  return !hasColumn;
}

/** A table joined on another column than its key, which only the first join of a query may do. */
export function isForeignKey(join: AnalysedJoin, index: number, sources: readonly AliasedSource[]): boolean {
  const [left] = sources;
  if (index > 0 || left === undefined) return false;
  if (left.source.kind !== 'table' || join.right.source.kind !== 'table') return false;
  const [key, ...more] = left.source.schema.key;
  if (more.length > 0) return true;
  return join.leftOn.kind !== 'column' || join.leftOn.name !== key?.name;
}

function freeKeyName(sources: readonly AliasedSource[]): string {
  const taken = new Set(sources.flatMap(({ source }) => columnNamesOf(source)));
  let name = 'ROWKEY';
  for (let i = 1; taken.has(name); i += 1) name = `ROWKEY_${i}`;
  return name;
}
