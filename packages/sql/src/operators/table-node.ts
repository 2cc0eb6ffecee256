import type { PackedKey } from './packed-key.ts';
import type { ResultRow, Window } from './topology.ts';

export type Row = readonly unknown[];

/** A change of a table: the row now (null: none) and the row before (null: none, or nobody asked for it). */
export type TableListener = (
  key: Row,
  window: Window | null,
  next: Row | null,
  previous: Row | null,
  timestamp: number,
) => void;

/** A table as the operators above it see it. */
export interface TableNode {
  /** At most one listener. `needsPrevious`: it uses the row before. */
  readonly listen: (listener: TableListener, needsPrevious: boolean) => void;
  /** The row of a key now, without a window. */
  readonly row: (packed: PackedKey, key: Row) => Row | null;
  /** Event time of the row of a key; -1 where there is none. */
  readonly timestamp: (packed: PackedKey) => number;
  /** All rows now. */
  scan(): Iterable<ResultRow>;
  /** All rows of a key now, one a window. */
  lookup(packed: PackedKey, key: Row): Iterable<ResultRow>;
  readonly pack: (key: Row) => PackedKey;
}

export type RowFunction<T> = (key: Row, window: Window | null, row: Row, timestamp: number) => T;

function* mapRows(rows: Iterable<ResultRow>, change: RowFunction<Row | null>): Iterable<ResultRow> {
  for (const row of rows) {
    if (row.key === null || row.value === null) continue;
    const value = change(row.key, row.window, row.value, row.timestamp);
    if (value !== null) yield { ...row, value };
  }
}

/** A table whose rows are computed from another's by `change`; null where the row does not pass. */
function derived(input: TableNode, change: RowFunction<Row | null>, listen: TableNode['listen']): TableNode {
  return {
    pack: input.pack,
    listen,
    row: (packed, key) => {
      const row = input.row(packed, key);
      return row === null ? null : change(key, null, row, input.timestamp(packed));
    },
    timestamp: input.timestamp,
    scan: () => mapRows(input.scan(), change),
    lookup: (packed, key) => mapRows(input.lookup(packed, key), change),
  };
}

/** Rows that pass; one that ceases to pass becomes a tombstone, and one that did not pass before stays unsaid. */
export function filterTable(input: TableNode, passes: RowFunction<boolean>): TableNode {
  const change: RowFunction<Row | null> = (key, window, row, timestamp) =>
    passes(key, window, row, timestamp) ? row : null;
  return derived(input, change, (listener) => {
    input.listen((key, window, next, previous, timestamp) => {
      const now = next === null ? null : change(key, window, next, timestamp);
      const before = previous === null ? null : change(key, window, previous, timestamp);
      if (now !== null || before !== null) listener(key, window, now, before, timestamp);
    }, true);
  });
}

/** Rows with new values. */
export function selectTable(input: TableNode, project: RowFunction<Row>): TableNode {
  return derived(input, project, (listener, needsPrevious) => {
    input.listen((key, window, next, previous, timestamp) => {
      const now = next === null ? null : project(key, window, next, timestamp);
      const before = previous === null || !needsPrevious ? null : project(key, window, previous, timestamp);
      listener(key, window, now, before, timestamp);
    }, needsPrevious);
  });
}
