import { unreachable } from '@millrace/base';
import type { FromSource, Join, Query, SelectItem, WindowClause, WithProperty } from './ast.ts';
import type { AstExpression } from './ast-expression.ts';
import { formatExpression, formatName } from './format-expression.ts';

/** A query over several lines, clause by clause. */
export function formatQuery(query: Query): string {
  const expressions = (nodes: readonly AstExpression[]): string =>
    nodes.map((node) => formatExpression(node)).join(', ');
  const lines = [
    `SELECT\n${query.items.map((item) => `  ${formatItem(item)}`).join(',\n')}`,
    `FROM ${formatSource(query.from)}`,
    ...query.joins.map(formatJoin),
  ];
  if (query.window !== null) lines.push(`WINDOW ${formatWindow(query.window)}`);
  if (query.where !== null) lines.push(`WHERE ${formatExpression(query.where)}`);
  if (query.groupBy !== null) lines.push(`GROUP BY ${expressions(query.groupBy)}`);
  if (query.partitionBy !== null) lines.push(`PARTITION BY ${expressions(query.partitionBy)}`);
  if (query.having !== null) lines.push(`HAVING ${formatExpression(query.having)}`);
  if (query.emit !== null) lines.push(`EMIT ${query.emit.toUpperCase()}`);
  if (query.limit !== null) lines.push(`LIMIT ${query.limit}`);
  return lines.join('\n');
}

function formatItem(item: SelectItem): string {
  switch (item.kind) {
    case 'star':
      return item.source === null ? '*' : `${formatName(item.source)}.*`;
    case 'structStar':
      return `${formatExpression(item.value)}->*`;
    case 'expression':
      return item.alias === null
        ? formatExpression(item.value)
        : `${formatExpression(item.value)} ${formatName(item.alias)}`;
    default:
      return unreachable(item);
  }
}

function formatSource({ name, alias }: FromSource): string {
  return `${formatName(name)} ${formatName(alias)}`;
}

function formatJoin({ type, source, within, on }: Join): string {
  const kind = type === 'INNER' ? 'INNER JOIN' : `${type} OUTER JOIN`;
  let window = '';
  if (within !== null) {
    const span =
      within.beforeMs === within.afterMs
        ? formatDuration(within.beforeMs)
        : `(${formatDuration(within.beforeMs)}, ${formatDuration(within.afterMs)})`;
    const grace = within.graceMs === null ? '' : ` GRACE PERIOD ${formatDuration(within.graceMs)}`;
    window = ` WITHIN ${span}${grace}`;
  }
  return `${kind} ${formatSource(source)}${window} ON (${formatExpression(on)})`;
}

export function formatWindow({ type, sizeMs, advanceMs, retentionMs, graceMs }: WindowClause): string {
  const parts = [type === 'SESSION' ? formatDuration(sizeMs) : `SIZE ${formatDuration(sizeMs)}`];
  if (type === 'HOPPING') parts.push(`ADVANCE BY ${formatDuration(advanceMs)}`);
  if (retentionMs !== null) parts.push(`RETENTION ${formatDuration(retentionMs)}`);
  if (graceMs !== null) parts.push(`GRACE PERIOD ${formatDuration(graceMs)}`);
  return `${type} ( ${parts.join(', ')} )`;
}

const UNITS = [
  [86_400_000, 'DAYS'],
  [3_600_000, 'HOURS'],
  [60_000, 'MINUTES'],
  [1000, 'SECONDS'],
] as const;

/** In the largest unit that divides it. */
export function formatDuration(ms: number): string {
  const found = UNITS.find(([size]) => ms > 0 && ms % size === 0);
  return found === undefined ? `${ms} MILLISECONDS` : `${ms / found[0]} ${found[1]}`;
}

export function formatProperties(properties: readonly WithProperty[]): string {
  if (properties.length === 0) return '';
  return ` WITH (${properties.map(({ name, value }) => `${name}=${formatExpression(value)}`).join(', ')})`;
}
