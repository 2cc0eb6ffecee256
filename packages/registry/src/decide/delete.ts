import {
  referenceExists,
  subjectNotFound,
  subjectNotSoftDeleted,
  subjectSoftDeleted,
  versionNotSoftDeleted,
  versionSoftDeleted,
} from '../errors.ts';
import type { RegistryRecord } from '../state/record.ts';
import { recordOf } from '../state/record-of.ts';
import { settingsKey } from '../state/keys.ts';
import { referencesTo, versionOf, versionsOf } from '../state/queries.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import type { Decision } from './decision.ts';
import { assertWritable } from './settings.ts';

/**
 * Deletes a subject: softly, so that ids still resolve and numbers are not given again, or for good what is deleted softly. Its own
 * settings go with it. Answers with the versions.
 * @throws RegistryError 40401, 40404, 40405, 42205, 42206
 */
export function deleteSubject(state: RegistryState, subject: string, permanent: boolean): Decision<number[]> {
  assertWritable(state, subject);
  const all = versionsOf(state, subject, 'all');
  const live = all.filter((schema) => !schema.deleted);
  if (all.length === 0) throw subjectNotFound(subject);
  if (permanent && live.length > 0) throw subjectNotSoftDeleted(subject);
  if (!permanent && live.length === 0) throw subjectSoftDeleted(subject);
  const targets = permanent ? all : live;
  for (const schema of targets) assertUnreferenced(state, schema, permanent, (user) => user.subject !== subject);
  const records: RegistryRecord[] = permanent
    ? targets.map(({ version }) => ({ kind: 'schema', subject, version, value: null }))
    : [{ kind: 'delete-subject', subject, version: live.at(-1)?.version ?? 0 }];
  if (state.configs.get(settingsKey(subject)) !== undefined) records.push({ kind: 'config', subject, value: null });
  if (state.modes.get(settingsKey(subject)) !== undefined) records.push({ kind: 'mode', subject, value: null });
  return { records, answer: targets.map(({ version }) => version) };
}

/**
 * Deletes one version, softly or for good as `deleteSubject`.
 * @throws RegistryError 40401, 40402, 40406, 40407, 42205, 42206
 */
export function deleteVersion(
  state: RegistryState,
  subject: string,
  wanted: number | 'latest',
  permanent: boolean,
): Decision<number> {
  assertWritable(state, subject);
  const schema = versionOf(state, subject, wanted, wanted === 'latest' && !permanent ? 'live' : 'all');
  const { version } = schema;
  if (permanent && !schema.deleted) throw versionNotSoftDeleted(subject, version);
  if (!permanent && schema.deleted) throw versionSoftDeleted(subject, version);
  assertUnreferenced(state, schema, permanent);
  const record: RegistryRecord = permanent
    ? { kind: 'schema', subject, version, value: null }
    : recordOf({ ...schema, deleted: true });
  return { records: [record], answer: version };
}

function assertUnreferenced(
  state: RegistryState,
  schema: StoredVersion,
  permanent: boolean,
  counts: (user: StoredVersion) => boolean = () => true,
): void {
  const users = referencesTo(state, schema, permanent ? 'all' : 'live');
  if (users.some(counts)) throw referenceExists(schema.subject, schema.version);
}
