import { ascends, descends, merged } from './merged.ts';
import { SortedTable } from './sorted-table.ts';
import type { Entry, ReadTable, Table } from './table.ts';

const gone = Symbol('gone');

/** What a table would be after changes, without changing it. Costs what is changed and looked at, not what the table holds. */
export class LayeredTable<V> implements Table<V> {
  readonly #below: ReadTable<V>;
  readonly #changes = new SortedTable<V | typeof gone>();

  constructor(below: ReadTable<V>) {
    this.#below = below;
  }

  get(key: string): V | undefined {
    if (this.#changes.isEmpty) return this.#below.get(key);
    const change = this.#changes.get(key);
    if (change === undefined) return this.#below.get(key);
    return change === gone ? undefined : change;
  }

  set(key: string, value: V): void {
    this.#changes.set(key, value);
  }

  delete(key: string): void {
    this.#changes.set(key, gone);
  }

  ascending(from: string, to?: string): Generator<Entry<V>, void> {
    if (this.#changes.isEmpty) return this.#below.ascending(from, to);
    return there(merged(this.#below.ascending(from, to), this.#changes.ascending(from, to), ascends));
  }

  descending(from: string, to?: string): Generator<Entry<V>, void> {
    if (this.#changes.isEmpty) return this.#below.descending(from, to);
    return there(merged(this.#below.descending(from, to), this.#changes.descending(from, to), descends));
  }
}

function* there<V>(entries: Iterable<Entry<V | typeof gone>>): Generator<Entry<V>, void> {
  for (const { key, value } of entries) if (value !== gone) yield { key, value };
}
