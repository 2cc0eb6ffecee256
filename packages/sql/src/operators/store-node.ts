import type { Row, TableListener, TableNode } from './table-node.ts';
import type { Entry, TableStore } from './table-store.ts';
import type { ResultRow, TopologyEnvironment, Window } from './topology.ts';

/** A table that a store holds: forwards each change at once, or the last of each key when it is flushed. */
export interface StoreNode extends TableNode {
  /** Call before an entry's row changes. */
  before(entry: Entry): void;
  /** Call after an entry's row changed. */
  after(entry: Entry): void;
  flush(): void;
}

interface StoreNodeOptions {
  readonly store: TableStore;
  /** `never`: somebody else tells the results. */
  readonly emit: TopologyEnvironment['emit'] | 'never';
  readonly windowed: boolean;
  /** The row that an entry stands for. It must not change when the entry's does. */
  readonly output: (row: unknown[]) => Row;
}

export function windowOf(entry: Entry): Window {
  return { start: entry.start, end: entry.end };
}

export function storeNode({ store, emit, windowed, output }: StoreNodeOptions): StoreNode {
  let listener: TableListener = () => undefined;
  let needsPrevious = false;
  let held: Entry[] = [];
  const out = (row: unknown[] | null): Row | null => (row === null ? null : output(row));
  const forward = (entry: Entry): void => {
    const previous = entry.previous;
    entry.previous = null;
    listener(entry.key, windowed ? windowOf(entry) : null, out(entry.row), previous, entry.timestamp);
  };
  const resultRow = (entry: Entry): ResultRow => ({
    key: entry.key,
    window: windowed ? windowOf(entry) : null,
    value: out(entry.row),
    timestamp: entry.timestamp,
  });
  return {
    pack: store.pack,
    listen: (to, previous) => {
      listener = to;
      needsPrevious = previous;
    },
    before: (entry) => {
      if (needsPrevious && !entry.held) entry.previous = out(entry.row) as unknown[] | null;
    },
    after: (entry) => {
      store.changed(entry);
      if (emit === 'every-update') forward(entry);
      else if (emit === 'on-commit' && !entry.held) {
        entry.held = true;
        held.push(entry);
      }
    },
    flush: () => {
      const entries = held;
      held = [];
      for (const entry of entries) {
        entry.held = false;
        forward(entry);
      }
    },
    row: (packed) => out(store.row(packed)),
    timestamp: (packed) => store.find(packed, 0)?.timestamp ?? -1,
    *scan() {
      for (const entry of store.entries()) yield resultRow(entry);
    },
    *lookup(packed) {
      for (const entry of store.windows(packed)) yield resultRow(entry);
    },
  };
}
