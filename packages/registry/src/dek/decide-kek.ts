import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '../log/log-format.ts';
import { keyExists, keyInUse, keyNotFound, keyNotSoftDeleted, tooManyKeys } from './errors.ts';
import { isInUse } from './key-format.ts';
import type { KeyRecord } from './key-record.ts';
import { kekKey, type Kek, type KeyState, type Stored } from './key-state.ts';

/** KEKs and DEKs together, as Confluent's registry has it by default. */
const keysMax = 10_000;

type KeyDecision<A> = Decision<KeyRecord, A>;

/**
 * Takes a KEK; one that is there already, softly deleted and otherwise the same, comes back.
 * @throws RegistryError 40971, 40972
 */
export function createKek(state: KeyState, kek: Kek, now: number): KeyDecision<Stored<Kek>> {
  const held = state.keks.get(kekKey(kek.name));
  if (held !== undefined && (held.key.deleted === kek.deleted || !isSameBut(held.key, kek))) throw keyExists(kek.name);
  assertRoom(state, held);
  return written(held, kek, now);
}

/** What of a KEK may be changed. */
export type KekChange = Partial<Pick<Kek, 'kmsProps' | 'doc' | 'shared'>>;

/** @throws RegistryError 40470 */
export function updateKek(state: KeyState, name: string, change: KekChange, now: number): KeyDecision<Stored<Kek>> {
  const held = kekOf(state, name);
  const kek = { ...held.key, ...change };
  return isDeepStrictEqual(kek, held.key) ? { records: [], answer: held } : written(held, kek, now);
}

/**
 * Deletes a KEK: softly, or for good what is deleted softly.
 * @throws RegistryError 40470, 40471, 42272
 */
export function deleteKek(state: KeyState, name: string, permanent: boolean, now: number): KeyDecision<undefined> {
  const held = kekOf(state, name, true);
  const after = permanent ? null : { ...held.key, deleted: true };
  if (isInUse(state, name, after)) throw keyInUse(name);
  if (permanent && !held.key.deleted) throw keyNotSoftDeleted(name);
  if (!permanent && held.key.deleted) return { records: [], answer: undefined };
  return { records: [recordOf(name, held, after, now)], answer: undefined };
}

/** @throws RegistryError 40470 */
export function undeleteKek(state: KeyState, name: string, now: number): KeyDecision<undefined> {
  const held = kekOf(state, name, true);
  if (!held.key.deleted) return { records: [], answer: undefined };
  return { records: [recordOf(name, held, { ...held.key, deleted: false }, now)], answer: undefined };
}

/**
 * The KEK, softly deleted or not if `deleted`.
 * @throws RegistryError 40470
 */
export function kekOf(state: KeyState, name: string, deleted = false): Stored<Kek> {
  const held = state.keks.get(kekKey(name));
  if (held === undefined || (held.key.deleted && !deleted)) throw keyNotFound(name);
  return held;
}

/** @throws RegistryError 40972 when a new key would be one too many */
export function assertRoom(state: KeyState, held: Stored<unknown> | undefined): void {
  if (held === undefined && (state.counts.get('') ?? 0) >= keysMax) throw tooManyKeys(String(keysMax));
}

/** The time of the record that takes the place of another: later than it, whatever the clock says. */
export function after(held: Stored<unknown> | undefined, now: number): number {
  return held === undefined ? now : Math.max(now, held.timestamp + 1);
}

function written(held: Stored<Kek> | undefined, kek: Kek, now: number): KeyDecision<Stored<Kek>> {
  const record = recordOf(kek.name, held, kek, now);
  return { records: [record], answer: { key: kek, timestamp: record.timestamp } };
}

function recordOf(name: string, held: Stored<Kek> | undefined, value: Kek | null, now: number): KeyRecord {
  return { kind: 'kek', name, value, timestamp: after(held, now), basis: held?.timestamp ?? null };
}

function isSameBut({ deleted: _held, ...held }: Kek, { deleted: _kek, ...kek }: Kek): boolean {
  return isDeepStrictEqual(held, kek);
}
