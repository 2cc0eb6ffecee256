import type { Decision } from '../log/log-format.ts';
import { lastUnder, under } from '../log/table.ts';
import { after, assertRoom, kekOf } from './decide-kek.ts';
import { invalidKey, keyExists, keyNotFound, keyNotSoftDeleted, keySoftDeleted } from './errors.ts';
import type { KeyRecord } from './key-record.ts';
import { algorithmKey, dekKey, subjectKey, type Dek, type DekPlace, type KeyState, type Stored } from './key-state.ts';

type KeyDecision<A> = Decision<KeyRecord, A>;

/** Which versions of a DEK are meant. */
export type DekSeries = Omit<DekPlace, 'version'>;

/** A DEK as a client sent it. Without material the registry is to make it, which it can for shared KEKs. */
export type SentDek = DekPlace & Partial<Pick<Dek, 'encryptedKeyMaterial'>> & Pick<Dek, 'deleted'>;

/**
 * Takes a DEK; one that is there already, softly deleted and otherwise the same, comes back. `rewrap` lets the same data key, encrypted
 * anew, take the place of one that is there.
 * @throws RegistryError 40470, 40971, 40972, 42271
 */
export function createDek(state: KeyState, sent: SentDek, rewrap: boolean, now: number): KeyDecision<Stored<Dek>> {
  const { encryptedKeyMaterial, deleted, ...place } = sent;
  kekOf(state, sent.kekName, deleted);
  const held = state.deks.get(dekKey(sent));
  const isRewrapped = rewrap && held !== undefined && held.key.deleted === deleted;
  const isBack =
    held !== undefined && held.key.deleted !== deleted && held.key.encryptedKeyMaterial === encryptedKeyMaterial;
  if (held !== undefined && !isRewrapped && !isBack) throw keyExists(sent.subject);
  if (encryptedKeyMaterial === undefined) {
    throw invalidKey(`encryptedKeyMaterial is missing, and the KEK '${sent.kekName}' is not shared`);
  }
  assertRoom(state, held);
  const dek = { ...place, encryptedKeyMaterial, deleted, ...othersOf(held) };
  const record = recordOf(dek, held, dek, now);
  return { records: [record], answer: { key: dek, timestamp: record.timestamp } };
}

/**
 * Deletes versions: softly, or for good what is deleted softly.
 * @throws RegistryError 40470, 40471
 */
export function deleteDeks(
  state: KeyState,
  series: DekSeries,
  version: number | 'latest' | 'all',
  permanent: boolean,
  now: number,
): KeyDecision<undefined> {
  const targets = targetsOf(state, series, version);
  if (permanent && targets.some(({ key }) => !key.deleted)) throw keyNotSoftDeleted(series.subject);
  const records = targets
    .filter(({ key }) => permanent || !key.deleted)
    .map((held) => recordOf(held.key, held, permanent ? null : { ...held.key, deleted: true }, now));
  return { records, answer: undefined };
}

/** @throws RegistryError 40470, and 40472 while the KEK itself is deleted */
export function undeleteDeks(
  state: KeyState,
  series: DekSeries,
  version: number | 'latest' | 'all',
  now: number,
): KeyDecision<undefined> {
  const targets = targetsOf(state, series, version);
  if (kekOf(state, series.kekName, true).key.deleted) throw keySoftDeleted(series.kekName);
  const records = targets
    .filter(({ key }) => key.deleted)
    .map((held) => recordOf(held.key, held, { ...held.key, deleted: false }, now));
  return { records, answer: undefined };
}

function targetsOf(state: KeyState, series: DekSeries, version: number | 'latest' | 'all'): readonly Stored<Dek>[] {
  kekOf(state, series.kekName, true);
  if (version !== 'all') return [dekOf(state, series, version, true)];
  const versions = [...versionsOf(state, series, true)];
  if (versions.length === 0) throw keyNotFound(series.subject);
  return versions;
}

/** The versions of a DEK, ascending; softly deleted ones too if `deleted`. */
export function versionsOf(state: KeyState, series: DekSeries, deleted: boolean): IteratorObject<Stored<Dek>> {
  return under(state.deks, algorithmKey(series)).filter(({ key }) => deleted || !key.deleted);
}

/** @throws RegistryError 40470 */
export function dekOf(state: KeyState, series: DekSeries, version: number | 'latest', deleted: boolean): Stored<Dek> {
  const newest = lastUnder(state.deks, algorithmKey(series)).filter(({ key }) => deleted || !key.deleted);
  const held = version === 'latest' ? newest.next().value : state.deks.get(dekKey({ ...series, version }));
  if (held === undefined || (held.key.deleted && !deleted)) throw keyNotFound(series.subject);
  return held;
}

/** Whether a KEK has DEKs of a subject that begins so. */
export function hasSubject(state: KeyState, kekName: string, prefix: string, deleted: boolean): boolean {
  // Without the mark that ends the name of a subject.
  const start = subjectKey(kekName, prefix).slice(0, -1);
  return under(state.deks, start).some(({ key }) => deleted || !key.deleted);
}

function othersOf(held: Stored<Dek> | undefined): Pick<Dek, 'others'> {
  return held?.key.others === undefined ? {} : { others: held.key.others };
}

function recordOf(place: DekPlace, held: Stored<Dek> | undefined, value: Dek | null, now: number): KeyRecord {
  const { kekName, subject, algorithm, version } = place;
  return {
    kind: 'dek',
    place: { kekName, subject, algorithm, version },
    value,
    timestamp: after(held, now),
    basis: held?.timestamp ?? null,
  };
}
