import type { Entry, Table } from './table.ts';

const chunkMax = 256;

/** A table in memory: entries in order, in chunks that stay small enough to insert into. */
export class SortedTable<V> implements Table<V> {
  /** None of them empty. */
  readonly #chunks: Entry<V>[][] = [];

  get(key: string): V | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    const entry = chunk?.[firstNotBelow(chunk, key)];
    return entry?.key === key ? entry.value : undefined;
  }

  set(key: string, value: V): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([{ key, value }]);
      return;
    }
    const index = firstNotBelow(chunk, key);
    chunk.splice(index, chunk[index]?.key === key ? 1 : 0, { key, value });
    if (chunk.length <= chunkMax) return;
    // Keys that only grow, as versions and ids do, leave full chunks behind.
    const kept = index === chunkMax ? chunkMax : chunkMax / 2;
    this.#chunks.splice(at + 1, 0, chunk.splice(kept));
  }

  delete(key: string): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    const index = firstNotBelow(chunk, key);
    if (chunk[index]?.key !== key) return;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  *ascending(from: string, to?: string): Generator<Entry<V>, void> {
    const first = this.#chunkOf(from);
    for (let at = first; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] ?? [];
      for (let index = at === first ? firstNotBelow(chunk, from) : 0; index < chunk.length; index++) {
        const entry = chunk[index];
        if (entry === undefined || (to !== undefined && entry.key >= to)) return;
        yield entry;
      }
    }
  }

  *descending(from: string, to?: string): Generator<Entry<V>, void> {
    const last = to === undefined ? this.#chunks.length - 1 : this.#chunkOf(to);
    for (let at = last; at >= 0; at--) {
      const chunk = this.#chunks[at] ?? [];
      const end = at === last && to !== undefined ? firstNotBelow(chunk, to) : chunk.length;
      for (let index = end - 1; index >= 0; index--) {
        const entry = chunk[index];
        if (entry === undefined || entry.key < from) return;
        yield entry;
      }
    }
  }

  /** The last chunk that begins at or below the key, else the first. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = this.#chunks[middle]?.[0];
      if (first !== undefined && first.key <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** The index of the first entry whose key is not below this one; the length when there is none. */
function firstNotBelow(chunk: readonly Entry<unknown>[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = chunk[middle];
    if (entry !== undefined && entry.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
