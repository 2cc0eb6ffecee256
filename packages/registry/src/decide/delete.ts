import {
  referenceExists,
  subjectAssociated,
  subjectNotSoftDeleted,
  subjectSoftDeleted,
  versionNotFound,
  versionNotSoftDeleted,
  versionSoftDeleted,
} from '../errors.ts';
import { hasUnder } from '../log/table.ts';
import { settingsKey, subjectKey } from '../state/keys.ts';
import {
  assertSubject,
  hasSubject,
  latestOf,
  newestOf,
  referencesTo,
  versionOf,
  versionsOf,
} from '../state/queries.ts';
import type { RegistryRecord } from '../state/record.ts';
import { recordOf, tombstoneOf } from '../state/record-of.ts';
import { hasMaxId, maxIdRecord } from '../state/max-ids.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import type { Decision } from './decision.ts';
import { assertWritable } from './mode.ts';

/**
 * Deletes a subject: softly, so that ids still resolve and numbers are not given again, or for good what is deleted softly. Its own
 * settings go with it. Answers with the versions.
 * @throws RegistryError 40401, 40404, 40405, 40903, 42205, 42206
 */
export function deleteSubject(state: RegistryState, subject: string, permanent: boolean): Decision<number[]> {
  assertSubject(state, subject, 'all');
  if (!permanent && !hasSubject(state, subject)) throw subjectSoftDeleted(subject);
  assertWritable(state, subject);
  const targets = versionsOf(state, subject, permanent ? 'all' : 'live');
  for (const version of targets) assertUnreferenced(state, version);
  if (permanent && targets.some(({ deleted }) => !deleted)) throw subjectNotSoftDeleted(subject);
  if (!permanent) assertUnassociated(state, subject);
  const answer = targets.map(({ version }) => version);
  if (permanent) return { records: deletedForGood(state, targets), answer };
  const upTo = answer.at(-1) ?? 0;
  return { records: [{ kind: 'delete-subject', subject, version: upTo }, ...withoutSettings(state, subject)], answer };
}

/**
 * Deletes one version, softly or for good as `deleteSubject`.
 * @throws RegistryError 40401, 40402, 40406, 40407, 40903, 42205, 42206
 */
export function deleteVersion(
  state: RegistryState,
  subject: string,
  wanted: number | 'latest',
  permanent: boolean,
): Decision<number> {
  const target = targetOf(state, subject, wanted);
  const { version, deleted } = target;
  if (!permanent && deleted) throw versionSoftDeleted(subject, version);
  assertWritable(state, subject);
  assertUnreferenced(state, target);
  if (permanent && !deleted) throw versionNotSoftDeleted(subject, version);
  if (permanent) return { records: deletedForGood(state, [target]), answer: version };
  const isLast = newestOf(state, subject).take(2).toArray().length === 1;
  if (isLast) assertUnassociated(state, subject);
  const records = [recordOf({ ...target, deleted: true }), ...(isLast ? withoutSettings(state, subject) : [])];
  return { records, answer: version };
}

/** The latest is the latest that is not deleted. */
function targetOf(state: RegistryState, subject: string, wanted: number | 'latest'): StoredVersion {
  if (wanted !== 'latest') return versionOf(state, subject, wanted, 'all');
  assertSubject(state, subject, 'all');
  const latest = latestOf(state, subject);
  if (latest === undefined) throw versionNotFound(wanted);
  return latest;
}

/** A subject that a topic is tied to stays. */
function assertUnassociated(state: RegistryState, subject: string): void {
  if (hasUnder(state.subjectAssociations, subjectKey(subject))) throw subjectAssociated(subject);
}

function assertUnreferenced(state: RegistryState, target: StoredVersion): void {
  if (referencesTo(state, target).next().done !== true) throw referenceExists(target.subject, target.version);
}

function deletedForGood(state: RegistryState, targets: readonly StoredVersion[]): RegistryRecord[] {
  const forgets = targets.some((target) => hasMaxId(state, target));
  return [...targets.map(tombstoneOf), ...(forgets ? [maxIdRecord(state)] : [])];
}

/** The records that take away what is set for the subject. */
function withoutSettings(state: RegistryState, subject: string): RegistryRecord[] {
  const key = settingsKey(subject);
  return [
    ...(state.configs.get(key) === undefined ? [] : [{ kind: 'config' as const, subject, value: null }]),
    ...(state.modes.get(key) === undefined ? [] : [{ kind: 'mode' as const, subject, value: null }]),
  ];
}
