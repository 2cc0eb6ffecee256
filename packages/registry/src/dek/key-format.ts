import { isDeepStrictEqual } from 'node:util';
import { storeFailed } from '../errors.ts';
import type { LogFormat } from '../log/log-format.ts';
import { hasUnder, put, under, type Table } from '../log/table.ts';
import { decodeKeyRecord, encodeKeyRecord, type KeyRecord } from './key-record.ts';
import { emptyKeyState, kekKey, keyOf, type Kek, type KeyName, type KeyState, type Stored } from './key-state.ts';

/** How keys are kept on `_dek_registry_keys`. */
export const keyFormat: LogFormat<KeyState, KeyRecord> = {
  empty: emptyKeyState,
  encode: (state, record) => [encodeKeyRecord(record, state.spellings.get(keyOf(record)))],
  decode: decodeKeyRecord,
  apply,
  repair: (state, record) => (state.disputed.get(keyOf(record)) === undefined ? undefined : truthAbout(state, record)),
  repairs: (state) => [...under(state.disputed, '')].map((name) => truthAbout(state, name)),
  failed: storeFailed,
};

/**
 * Takes one record of the topic into the state. All registries on the topic apply the same records in the same order and agree: of
 * two that were decided on the same state of a key the first holds, and the second is void.
 */
function apply(state: KeyState, record: KeyRecord): boolean {
  const key = keyOf(record);
  if (record.spelling !== undefined) state.spellings.set(key, record.spelling);
  if (isVoid(state, record)) {
    state.disputed.set(key, nameOf(record));
    return false;
  }
  state.disputed.delete(key);
  if (record.kind === 'kek') replace(state, state.keks, record);
  else replace(state, state.deks, record);
  return true;
}

function replace<K>(
  state: KeyState,
  table: Table<Stored<K>>,
  record: KeyName & { readonly value: K | null; readonly timestamp: number },
): void {
  const { value, timestamp } = record;
  const key = keyOf(record);
  const change = Number(value !== null) - Number(table.get(key) !== undefined);
  if (change !== 0) state.counts.set('', (state.counts.get('') ?? 0) + change);
  put(table, key, value === null ? null : { key: value, timestamp });
}

function nameOf(record: KeyRecord): KeyName {
  return record.kind === 'kek' ? { kind: 'kek', name: record.name } : { kind: 'dek', place: record.place };
}

/** Compaction may have taken away what a record was based on; then it holds, since it is the last of its key. */
function isVoid(state: KeyState, record: KeyRecord): boolean {
  const { basis, value } = record;
  if (basis === undefined) return false;
  const held = (record.kind === 'kek' ? state.keks : state.deks).get(keyOf(record));
  // Where two registries wrote the same, both are right.
  if (held !== undefined && held.timestamp !== basis && !isDeepStrictEqual(held.key, value)) return true;
  return record.kind === 'kek' ? isInUse(state, record.name, record.value) : isUnderDeleted(state, record);
}

/** A KEK goes, softly or for good, when it has no DEKs that are left. */
export function isInUse(state: KeyState, name: string, after: Kek | null): boolean {
  if (after === null) return hasUnder(state.deks, kekKey(name));
  return after.deleted && under(state.deks, kekKey(name)).some(({ key }) => !key.deleted);
}

function isUnderDeleted(state: KeyState, { place, value }: Extract<KeyRecord, { kind: 'dek' }>): boolean {
  return value !== null && !value.deleted && state.keks.get(kekKey(place.kekName))?.key.deleted === true;
}

/** The record that says of a key what the state says. It is void, and made again, when yet another change came in between. */
function truthAbout(state: KeyState, name: KeyName): KeyRecord {
  if (name.kind === 'kek') {
    const held = state.keks.get(keyOf(name));
    return { kind: 'kek', name: name.name, value: held?.key ?? null, ...asOf(held) };
  }
  const held = state.deks.get(keyOf(name));
  return { kind: 'dek', place: name.place, value: held?.key ?? null, ...asOf(held) };
}

function asOf(held: Stored<unknown> | undefined): Pick<KeyRecord, 'timestamp' | 'basis'> {
  return { timestamp: held?.timestamp ?? 0, basis: held?.timestamp ?? null };
}
