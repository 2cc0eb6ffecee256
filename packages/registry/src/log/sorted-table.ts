import type { Entry, Table } from './table.ts';

const chunkMax = 128;

/** Keys in order, and the value of each at the same index. */
interface Chunk<V> {
  readonly keys: string[];
  readonly values: V[];
}

/** A table in memory: keys in order, in chunks that stay small enough to insert into. */
export class SortedTable<V> implements Table<V> {
  /** None of them empty. */
  readonly #chunks: Chunk<V>[] = [];
  /** The first key of each chunk: what a search looks at lies together. */
  readonly #firsts: string[] = [];

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  get(key: string): V | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    if (chunk === undefined) return undefined;
    const index = firstNotBelow(chunk.keys, key);
    return chunk.keys[index] === key ? chunk.values[index] : undefined;
  }

  set(key: string, value: V): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return this.#insertChunk(0, { keys: [key], values: [value] });
    const { keys, values } = chunk;
    const index = firstNotBelow(keys, key);
    if (keys[index] === key) {
      values[index] = value;
      return undefined;
    }
    keys.splice(index, 0, key);
    values.splice(index, 0, value);
    if (index === 0) this.#firsts[at] = key;
    if (keys.length <= chunkMax) return undefined;
    // Keys that only grow, as versions and ids do, leave full chunks behind.
    const kept = index === chunkMax ? chunkMax : chunkMax / 2;
    return this.#insertChunk(at + 1, { keys: keys.splice(kept), values: values.splice(kept) });
  }

  delete(key: string): void {
    const at = this.#chunkOf(key);
    const { keys, values } = this.#chunks[at] ?? { keys: [], values: [] };
    const index = firstNotBelow(keys, key);
    if (keys[index] !== key) return;
    keys.splice(index, 1);
    values.splice(index, 1);
    const [first] = keys;
    if (first !== undefined) {
      this.#firsts[at] = first;
      return;
    }
    this.#chunks.splice(at, 1);
    this.#firsts.splice(at, 1);
  }

  *ascending(from: string, to?: string): Generator<Entry<V>, void> {
    const first = this.#chunkOf(from);
    for (let at = first; at < this.#chunks.length; at++) {
      const { keys, values } = this.#chunks[at] ?? { keys: [], values: [] };
      for (let index = at === first ? firstNotBelow(keys, from) : 0; index < keys.length; index++) {
        const key = keys[index] ?? '';
        if (to !== undefined && key >= to) return;
        yield { key, value: values[index] as V };
      }
    }
  }

  *descending(from: string, to?: string): Generator<Entry<V>, void> {
    const last = to === undefined ? this.#chunks.length - 1 : this.#chunkOf(to);
    for (let at = last; at >= 0; at--) {
      const { keys, values } = this.#chunks[at] ?? { keys: [], values: [] };
      const end = at === last && to !== undefined ? firstNotBelow(keys, to) : keys.length;
      for (let index = end - 1; index >= 0; index--) {
        const key = keys[index] ?? '';
        if (key < from) return;
        yield { key, value: values[index] as V };
      }
    }
  }

  /** The last chunk that begins at or below the key, else the first. */
  #chunkOf(key: string): number {
    const last = this.#firsts.length - 1;
    if (last <= 0 || (this.#firsts[last] ?? '') <= key) return Math.max(0, last);
    const next = firstNotBelow(this.#firsts, key);
    return this.#firsts[next] === key ? next : Math.max(0, next - 1);
  }

  #insertChunk(at: number, chunk: Chunk<V>): void {
    this.#chunks.splice(at, 0, chunk);
    this.#firsts.splice(at, 0, chunk.keys[0] ?? '');
  }
}

/** The index of the first key that is not below this one; their number when there is none. */
function firstNotBelow(keys: readonly string[], key: string): number {
  const last = keys.at(-1);
  if (last === undefined || last < key) return keys.length;
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
