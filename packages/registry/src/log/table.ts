export interface Entry<V> {
  readonly key: string;
  readonly value: V;
}

/**
 * A map whose keys are in order, compared by their UTF-16 units as JavaScript and Java compare strings. Values are immutable and
 * never undefined: what changes is which value a key has. It must not change while it is being walked.
 */
export interface ReadTable<V> {
  get(key: string): V | undefined;
  /** The entries from `from` on and before `to`; without `to`, up to the last. */
  ascending(from: string, to?: string): Generator<Entry<V>, void>;
  /** The same entries, the last first. */
  descending(from: string, to?: string): Generator<Entry<V>, void>;
}

export interface Table<V> extends ReadTable<V> {
  set(key: string, value: V): void;
  delete(key: string): void;
}

/** The first key behind all that begin with the prefix; undefined when there can be none. */
export function behind(prefix: string): string | undefined {
  for (let last = prefix.length - 1; last >= 0; last--) {
    const unit = prefix.charCodeAt(last);
    if (unit < 0xffff) return prefix.slice(0, last) + String.fromCharCode(unit + 1);
  }
  return undefined;
}

/** The values whose keys begin with the prefix, in order. */
export function* under<V>(table: ReadTable<V>, prefix: string): Generator<V, void> {
  for (const { value } of table.ascending(prefix, behind(prefix))) yield value;
}

/** The values whose keys begin with the prefix, the last first. */
export function* lastUnder<V>(table: ReadTable<V>, prefix: string): Generator<V, void> {
  for (const { value } of table.descending(prefix, behind(prefix))) yield value;
}

/** Whether any key begins with the prefix. */
export function hasUnder(table: ReadTable<unknown>, prefix: string): boolean {
  return under(table, prefix).next().done !== true;
}

/** Sets the value of a key; null takes the key away. */
export function put<V>(table: Table<V>, key: string, value: V | null): void {
  if (value === null) table.delete(key);
  else table.set(key, value);
}
