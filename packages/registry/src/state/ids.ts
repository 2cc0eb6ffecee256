import { hasUnder, lastUnder, under } from '../log/table.ts';
import type { Content } from './content.ts';
import { guidInOrder } from './karapace.ts';
import { contextKey, guidKey, idKey, placeKey, subjectKey } from './keys.ts';
import { contextOf, defaultContext, parseSubject, printSubject } from './qualified-subject.ts';
import { contextsOf, versionsIn, type Visibility } from './queries.ts';
import type { Identified, RegistryState, StoredVersion } from './registry-state.ts';

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

/** The guid that a content would have if Karapace had written it; undefined where it wrote nothing, which is seen faster. */
export function guidForKarapace(state: RegistryState, context: string, content: Content): string | undefined {
  return hasUnder(state.karapaces, contextKey(context)) ? guidInOrder(content) : undefined;
}

/** A content that Karapace wrote, and that is to it the same as this one. */
export function contentOfKarapace(state: RegistryState, context: string, content: Content): Identified | undefined {
  const guid = guidForKarapace(state, context, content);
  const id = guid === undefined ? undefined : idOf(state, context, guid);
  const found = id === undefined ? undefined : contentWithId(state, context, id);
  return found?.isKarapaces ? found : undefined;
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
