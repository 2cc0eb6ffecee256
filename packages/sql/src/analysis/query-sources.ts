import type { FromSource, Query } from '../syntax/ast.ts';
import { nearest } from '../syntax/nearest.ts';
import type { Span } from '../syntax/span.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { DataSource, Metastore } from './metastore.ts';
import { type PseudoColumn, RECORD_COLUMNS, WINDOW_COLUMNS } from './pseudo-columns.ts';

/** A source of a query under the name that the query gives it. */
export interface AliasedSource {
  readonly alias: string;
  readonly source: DataSource;
  readonly at: Span;
}

/** Those of FROM and of each JOIN, in order. Refuses unknown ones and a source that appears twice. */
export function querySources(query: Query, metastore: Metastore): AliasedSource[] {
  const written = [query.from, ...query.joins.map((join) => join.source)];
  const sources = written.map((each) => ({ alias: each.alias, source: findSource(each, metastore), at: each.at }));
  refuseRepeated(sources);
  return sources;
}

function findSource({ name, at }: FromSource, metastore: Metastore): DataSource {
  const found = metastore.sources.get(name);
  if (found !== undefined) return found;
  throw sqlError('prepare', `Failed to prepare statement: ${name} does not exist.${sourceHint(name, metastore)}`, at);
}

export function sourceHint(name: string, metastore: Metastore): string {
  const near = nearest(name, metastore.sources.keys());
  return near === null ? '' : `\nDid you mean ${near}?`;
}

function refuseRepeated(sources: readonly AliasedSource[]): void {
  const seen = new Map<string, AliasedSource>();
  for (const each of sources) {
    const { name } = each.source;
    if (!seen.has(name)) {
      seen.set(name, each);
      continue;
    }
    if (sources.length === 2)
      throw sqlError('plan', `Can not join '${name}' to '${name}': self joins are not yet supported.`, each.at);
    throw sqlError(
      'plan',
      `N-way joins do not support multiple occurrences of the same source. Source: '${name}'`,
      each.at,
    );
  }
}

export function pseudoColumnsOf({ window }: DataSource): readonly PseudoColumn[] {
  return window === null ? RECORD_COLUMNS : [...RECORD_COLUMNS, ...WINDOW_COLUMNS];
}

export function columnNamesOf({ schema }: DataSource): string[] {
  return [...schema.key, ...schema.value].map((column) => column.name);
}

/** Whether the source has a column of that name; keys, values, and the facts of the record. */
export function hasColumn(source: DataSource, name: string): boolean {
  return columnNamesOf(source).includes(name) || pseudoColumnsOf(source).some((column) => column.name === name);
}
