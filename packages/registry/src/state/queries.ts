import { subjectNotFound, versionNotFound } from '../errors.ts';
import { joined } from '../log/merged.ts';
import { behind, hasUnder, lastUnder, under, type ReadTable } from '../log/table.ts';
import { contextKey, guidKey, idKey, placeKey, subjectKey } from './keys.ts';
import { contextOf, defaultContext, parseSubject, printSubject } from './qualified-subject.ts';
import type { Identified, Place, RegistryState, StoredVersion } from './registry-state.ts';

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

/** What an id stands for in a context. */
export function contentWithId(state: RegistryState, context: string, id: number): Identified | undefined {
  return state.contents.get(idKey(context, id));
}

/**
 * The context in which a client means an id that it asks for together with a subject. A subject that names its context means that one;
 * another means the default one, or the first in which the subject has the id.
 */
export function contextOfId(state: RegistryState, id: number, subject = ''): string {
  const { context, name } = parseSubject(subject);
  const has = (each: string): boolean =>
    hasUnder(state.places, idKey(each, id) + subjectKey(printSubject({ context: each, name })));
  if (context !== defaultContext || name === '' || has(context)) return context;
  return contextsOf(state).find(has) ?? context;
}

/** The id of a content in a context: the first that it was given. */
export function idOf(state: RegistryState, context: string, guid: string): number | undefined {
  return under(state.guids, guidKey(guid) + contextKey(context)).next().value?.id;
}

/** The version of the subject that has this content; the newest of several. */
export function versionWith(
  state: RegistryState,
  subject: string,
  guid: string,
  visibility: Visibility = 'live',
): StoredVersion | undefined {
  const context = contextOf(subject);
  const versions = versionsIn(state, visibility);
  let newest: StoredVersion | undefined;
  for (const { id } of under(state.guids, guidKey(guid) + contextKey(context))) {
    for (const place of lastUnder(state.places, idKey(context, id) + subjectKey(subject))) {
      const found = versions.get(placeKey(place));
      if (found === undefined) continue;
      if (newest === undefined || newest.version < found.version) newest = found;
      break;
    }
  }
  return newest;
}

/** The versions that have this id, by subject and version. */
export function* placesOf(
  state: RegistryState,
  context: string,
  id: number,
  visibility: Visibility = 'live',
): Generator<StoredVersion, void> {
  const versions = versionsIn(state, visibility);
  for (const place of under(state.places, idKey(context, id))) {
    const version = versions.get(placeKey(place));
    if (version !== undefined) yield version;
  }
}

/**
 * A version that has this id: the newest of the subject if it has one, else one that is not deleted, else any. Of other subjects than
 * those that `isSeen` tells nothing is told.
 */
export function placeOf(
  state: RegistryState,
  context: string,
  id: number,
  subject: string | undefined,
  isSeen: (subject: string) => boolean,
): StoredVersion | undefined {
  const own = subject === undefined || !isSeen(subject) ? '' : subjectKey(subject);
  const [place] = lastUnder(state.places, idKey(context, id) + own);
  const of = (visibility: Visibility) => placesOf(state, context, id, visibility).find((each) => isSeen(each.subject));
  return own !== '' && place !== undefined ? versionsIn(state, 'all').get(placeKey(place)) : (of('live') ?? of('all'));
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
