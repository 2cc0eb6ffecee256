import type { RowPart } from '../plan/expression.ts';
import type { SqlType } from '../types/sql-type.ts';

export interface PseudoColumn {
  readonly name: string;
  readonly part: RowPart;
  readonly type: SqlType;
}

/** Facts of the record that every source offers as columns. */
export const RECORD_COLUMNS: readonly PseudoColumn[] = [
  { name: 'ROWTIME', part: 'rowtime', type: { kind: 'BIGINT' } },
  { name: 'ROWPARTITION', part: 'rowpartition', type: { kind: 'INTEGER' } },
  { name: 'ROWOFFSET', part: 'rowoffset', type: { kind: 'BIGINT' } },
];

/** Bounds of the key's window, of windowed sources and windowed aggregations only. */
export const WINDOW_COLUMNS: readonly PseudoColumn[] = [
  { name: 'WINDOWSTART', part: 'windowstart', type: { kind: 'BIGINT' } },
  { name: 'WINDOWEND', part: 'windowend', type: { kind: 'BIGINT' } },
];

const NAMES = new Set([...RECORD_COLUMNS, ...WINDOW_COLUMNS].map((column) => column.name));
const WINDOW_NAMES = new Set(WINDOW_COLUMNS.map((column) => column.name));

/** Names that no column of a schema may have. */
export function isSystemColumn(name: string): boolean {
  return NAMES.has(name);
}

export function isWindowBound(name: string): boolean {
  return WINDOW_NAMES.has(name);
}
