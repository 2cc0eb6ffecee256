import { subjectNotFound, versionNotFound } from '../errors.ts';
import type { SchemaReference } from './content.ts';
import type { Place, RegistryState, StoredSchema } from './registry-state.ts';

export type Visibility = 'live' | 'all' | 'deleted';

/** The versions of a subject, ascending. */
export function versionsOf(state: RegistryState, subject: string, visibility: Visibility = 'live'): StoredSchema[] {
  const versions = [...(state.subjects.get(subject)?.values() ?? [])];
  return versions.filter((schema) => isVisible(schema, visibility));
}

export function isVisible(schema: StoredSchema, visibility: Visibility): boolean {
  return visibility === 'all' || schema.deleted === (visibility === 'deleted');
}

/** @throws RegistryError 40401 when the subject has no such versions */
export function someVersionsOf(state: RegistryState, subject: string, visibility: Visibility = 'live'): StoredSchema[] {
  const versions = versionsOf(state, subject, visibility);
  if (versions.length === 0) throw subjectNotFound(subject);
  return versions;
}

/** @throws RegistryError 40401 or 40402 */
export function versionOf(
  state: RegistryState,
  subject: string,
  version: number | 'latest',
  visibility: Visibility = 'live',
): StoredSchema {
  const versions = someVersionsOf(state, subject, visibility);
  const found = version === 'latest' ? versions.at(-1) : versions.find((schema) => schema.version === version);
  if (found === undefined) throw versionNotFound(version);
  return found;
}

export function subjectNames(state: RegistryState, visibility: Visibility = 'live'): string[] {
  const names = [...state.subjects].filter(([, versions]) => {
    const live = [...versions.values()].some((schema) => !schema.deleted);
    return visibility === 'all' || live === (visibility === 'live');
  });
  return names.map(([subject]) => subject).sort();
}

/** Every version of every subject, by subject and version. */
export function allVersions(state: RegistryState, visibility: Visibility = 'live'): StoredSchema[] {
  return subjectNames(state, 'all').flatMap((subject) => versionsOf(state, subject, visibility));
}

/** The versions that have this id, by subject and version. */
export function placesOf(state: RegistryState, id: number, visibility: Visibility = 'live'): Place[] {
  const places = [...(state.contents.get(id)?.places.values() ?? [])];
  const visible = places.filter(({ subject, version }) => {
    const schema = state.subjects.get(subject)?.get(version);
    return schema !== undefined && isVisible(schema, visibility);
  });
  return visible.sort((left, right) => left.subject.localeCompare(right.subject) || left.version - right.version);
}

/** The schemas that use this version by reference. */
export function referencesTo(
  state: RegistryState,
  target: StoredSchema,
  visibility: Visibility = 'live',
): StoredSchema[] {
  const names = (reference: SchemaReference): boolean =>
    reference.subject === target.subject && reference.version === target.version;
  return allVersions(state, visibility).filter((schema) => schema.references.some(names));
}

/** The context of a subject: `:.staging:orders-value` lies in `.staging`, a plain name in `.`. */
export function contextOf(subject: string): string {
  return /^:(\.[^:]*):/.exec(subject)?.[1] ?? '.';
}
