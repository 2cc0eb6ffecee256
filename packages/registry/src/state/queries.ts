import { subjectNotFound, versionNotFound } from '../errors.ts';
import { joined } from '../log/merged.ts';
import { behind, hasUnder, lastUnder, under, type ReadTable } from '../log/table.ts';
import { contextKey, placeKey, subjectKey } from './keys.ts';
import { contextOf, defaultContext, parseSubject, printSubject } from './qualified-subject.ts';
import type { Place, RegistryState, StoredVersion } from './registry-state.ts';

export type Visibility = 'live' | 'all' | 'deleted';

/** The versions that are to be seen, by place. */
export function versionsIn(state: RegistryState, visibility: Visibility): ReadTable<StoredVersion> {
  return visibility === 'all' ? joined(state.live, state.deleted) : state[visibility];
}

/** The versions of a subject, ascending. */
export function versionsOf(state: RegistryState, subject: string, visibility: Visibility = 'live'): StoredVersion[] {
  return [...under(versionsIn(state, visibility), subjectKey(subject))];
}

/** The versions of a subject, the newest first. */
export function newestOf(
  state: RegistryState,
  subject: string,
  visibility: Visibility = 'live',
): Generator<StoredVersion, void> {
  return lastUnder(versionsIn(state, visibility), subjectKey(subject));
}

export function latestOf(
  state: RegistryState,
  subject: string,
  visibility: Visibility = 'live',
): StoredVersion | undefined {
  return newestOf(state, subject, visibility).next().value ?? undefined;
}

export function hasSubject(state: RegistryState, subject: string, visibility: Visibility = 'live'): boolean {
  return hasUnder(versionsIn(state, visibility), subjectKey(subject));
}

/** @throws RegistryError 40401 when the subject has no such versions */
export function assertSubject(state: RegistryState, subject: string, visibility: Visibility = 'live'): void {
  if (!hasSubject(state, subject, visibility)) throw subjectNotFound(subject);
}

export function findVersion(
  state: RegistryState,
  subject: string,
  version: number | 'latest',
  visibility: Visibility = 'live',
): StoredVersion | undefined {
  if (version === 'latest') return latestOf(state, subject, visibility);
  return versionsIn(state, visibility).get(placeKey({ subject, version }));
}

/** A subject, and where its name has no context those of the same name in all others. */
export function* namesakesOf(state: RegistryState, subject: string): Generator<string, void> {
  yield subject;
  if (subject.startsWith(':.')) return;
  for (const context of contextsOf(state)) {
    if (context !== defaultContext) yield printSubject({ context, name: subject });
  }
}

/** @throws RegistryError 40401 or 40402 */
export function versionOf(
  state: RegistryState,
  subject: string,
  version: number | 'latest',
  visibility: Visibility = 'live',
): StoredVersion {
  const found = findVersion(state, subject, version, visibility);
  if (found !== undefined) return found;
  assertSubject(state, subject, visibility);
  throw versionNotFound(version);
}

/** Every version of the subjects that a prefix asks for, by subject and version. */
export function* versionsUnder(
  state: RegistryState,
  prefix: string,
  visibility: Visibility,
): Generator<StoredVersion, void> {
  for (const key of keysOfPrefix(state, prefix)) yield* under(versionsIn(state, visibility), key);
}

/** The newest version of each subject that a prefix asks for, by subject. */
export function* latestUnder(
  state: RegistryState,
  prefix: string,
  visibility: Visibility,
): Generator<StoredVersion, void> {
  for (const key of keysOfPrefix(state, prefix)) yield* latestOfEach(state, key, visibility);
}

/** Seeks from subject to subject, so that it costs what it gives and not what it passes by. */
function* latestOfEach(state: RegistryState, start: string, visibility: Visibility): Generator<StoredVersion, void> {
  const versions = versionsIn(state, visibility);
  const end = behind(start);
  let from = start;
  for (;;) {
    const [next] = versions.ascending(from, end);
    if (next === undefined) return;
    const key = subjectKey(next.value.subject);
    const isHidden = visibility === 'deleted' && hasUnder(state.live, key);
    if (!isHidden) yield* lastUnder(versions, key).take(1);
    from = behind(key) ?? key;
  }
}

/** The versions that use this one by reference. */
export function* referencesTo(
  state: RegistryState,
  target: Place,
  visibility: Visibility = 'live',
): Generator<StoredVersion, void> {
  const versions = versionsIn(state, visibility);
  for (const user of under(state.users, placeKey(target))) {
    const version = versions.get(placeKey(user));
    if (version !== undefined) yield version;
  }
}

/** Every context that has something in it or was named, the default one always. */
export function contextsOf(state: RegistryState): readonly string[] {
  const contexts = new Set([defaultContext, ...under(state.contexts, '')]);
  for (const table of [state.live, state.deleted]) {
    let from = '';
    for (;;) {
      const [next] = table.ascending(from);
      if (next === undefined) break;
      const context = contextOf(next.value.subject);
      contexts.add(context);
      from = behind(contextKey(context)) ?? '';
    }
  }
  return [...contexts].sort();
}

/** Matches every context; what clients send to mean all subjects. */
const anyContext = ':*:';

/**
 * The keys under which the subjects lie that a prefix asks for: `order` those of the default context that begin so, `:.staging:` those
 * of a context, `:*:order` those of every context.
 */
export function keysOfPrefix(state: RegistryState, prefix: string): readonly string[] {
  if (prefix.startsWith(anyContext)) {
    const name = prefix.slice(anyContext.length);
    return name === '' ? [''] : contextsOf(state).map((context) => contextKey(context) + name);
  }
  const { context, name } = parseSubject(prefix);
  const isOpen = prefix.startsWith(':.') && !prefix.includes(':', 1);
  return [isOpen ? context : contextKey(context) + name];
}
