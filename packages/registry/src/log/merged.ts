import type { Entry, ReadTable } from './table.ts';

/** Two walks in the order of `isBefore` as one; where both have a key, the entry of `above` holds. */
export function* merged<V>(
  below: Generator<Entry<V>, void>,
  above: Generator<Entry<V>, void>,
  isBefore: (left: string, right: string) => boolean,
): Generator<Entry<V>, void> {
  let low = below.next();
  for (const entry of above) {
    for (; low.done !== true && isBefore(low.value.key, entry.key); low = below.next()) yield low.value;
    if (low.done !== true && low.value.key === entry.key) low = below.next();
    yield entry;
  }
  for (; low.done !== true; low = below.next()) yield low.value;
}

export const ascends = (left: string, right: string): boolean => left < right;
export const descends = (left: string, right: string): boolean => left > right;

/** Two tables read as one. */
export function joined<V>(below: ReadTable<V>, above: ReadTable<V>): ReadTable<V> {
  return {
    get: (key) => above.get(key) ?? below.get(key),
    ascending: (from, to) => merged(below.ascending(from, to), above.ascending(from, to), ascends),
    descending: (from, to) => merged(below.descending(from, to), above.descending(from, to), descends),
  };
}
