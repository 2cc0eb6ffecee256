import { hasUnder, under } from '../log/table.ts';
import { contentOf, propertyOf, versionProperty, type Content, type SchemaReference } from './content.ts';
import { guidOf } from './guid.ts';
import { guidInOrder, textInOrder } from './karapace.ts';
import { contextKey, guidKey, idKey, placeKey, scopeKey, subjectKey } from './keys.ts';
import { contextOf, subjectSeenFrom } from './qualified-subject.ts';
import type { SchemaRecord, SchemaValue } from './record.ts';
import type { Identified, Place, RegistryState, StoredVersion } from './registry-state.ts';
import { isImporting } from './settings.ts';

/**
 * Takes a version in, or away for a null value; or, when another was first, refuses it and remembers that its record is not true.
 * A record that is the first of its key in another spelling need not follow from what is there: compaction leaves the last of each
 * spelling, so the deletion that came between may be gone.
 */
export function applySchema(
  state: RegistryState,
  { subject, version, value }: SchemaRecord,
  isRespelled: boolean,
): boolean {
  const place = { subject, version };
  const key = placeKey(place);
  const before = state.live.get(key) ?? state.deleted.get(key);
  state.disputed.delete(key);
  if (value === null) {
    // For good is deleted only what was deleted softly before. A tombstone that meets a live version was meant for another.
    if (before?.deleted === false && !isRespelled) return refuse(state, place);
    if (before !== undefined) remove(state, before);
    return true;
  }
  const guid = value.guid ?? (value.isKarapaces ? guidInOrder(value) : guidOf(value));
  const isFree = before === undefined || before.content.id === value.id || isRespelled || isImporting(state, subject);
  if (!isFree || !mayHaveId(state, subject, before, value, guid)) return refuse(state, place);
  if (before !== undefined) remove(state, before);
  insert(state, place, value, guid);
  return true;
}

/**
 * An id stands for one content, for us also when that is gone: who gives it again chose it before it knew. Other makes of registry
 * forget, when they start, which ids they have given.
 */
function mayHaveId(
  state: RegistryState,
  subject: string,
  before: StoredVersion | undefined,
  value: SchemaValue,
  guid: string,
): boolean {
  const { id, isOurs } = value;
  const inContext = idKey(contextOf(subject), id);
  const held = state.contents.get(inContext);
  if (held !== undefined) return held.guid === guid || isSameToKarapace(held, value, before);
  const stoodFor = isOurs === true ? state.spent.get(inContext) : undefined;
  return stoodFor === undefined || stoodFor === guid || isImporting(state, subject);
}

/** Whether one of them is what Karapace made of the other. What is deleted softly in its form it has read under that id before. */
function isSameToKarapace(held: Identified, value: SchemaValue, before: StoredVersion | undefined): boolean {
  if (value.isKarapaces && value.deleted && before?.content.id === value.id) return true;
  if (!value.isKarapaces && !held.isKarapaces) return false;
  return held.schemaType === value.schemaType && textInOrder(held) === textInOrder(value);
}

function refuse(state: RegistryState, place: Place): false {
  state.disputed.set(placeKey(place), place);
  return false;
}

export function raiseMaxId(state: RegistryState, context: string, id: number): void {
  const key = contextKey(context);
  if ((state.maxIds.get(key) ?? 0) < id) state.maxIds.set(key, id);
}

export function softDelete(state: RegistryState, subject: string, upTo: number): true {
  const start = subjectKey(subject);
  const versions = [...state.live.ascending(start, placeKey({ subject, version: upTo + 1 }))];
  for (const { key, value } of versions) {
    state.live.delete(key);
    state.deleted.set(key, { ...value, deleted: true });
  }
  return true;
}

/** Takes away what is deleted softly, of a subject, or of all in a context. */
export function clearDeleted(state: RegistryState, subject: string | null): true {
  const versions = [...under(state.deleted, scopeKey(subject))];
  for (const version of versions) remove(state, version);
  return true;
}

function insert(state: RegistryState, place: Place, value: SchemaValue, guid: string): void {
  const { subject } = place;
  const { id, deleted, timestamp, isKarapaces, others } = value;
  const context = contextOf(subject);
  const key = placeKey(place);
  const inContext = idKey(context, id);
  // Versions with the same content share it.
  const content: Identified = state.contents.get(inContext) ?? {
    ...contentOf(value),
    id,
    guid,
    ...(isKarapaces ? { isKarapaces } : {}),
  };
  state.contents.set(inContext, content);
  if (content.isKarapaces) state.karapaces.set(inContext, id);
  state.guids.set(guidKey(content.guid) + inContext, { context, id });
  state.places.set(inContext + key, place);
  for (const used of content.references) state.users.set(placeKey(placeOf(subject, used)) + key, place);
  if (isIndirect(content)) state.indirect.set(key, place);
  raiseMaxId(state, context, id);
  const stored: StoredVersion = { ...place, content, deleted, timestamp, ...(others === undefined ? {} : { others }) };
  (deleted ? state.deleted : state.live).set(key, stored);
}

function remove(state: RegistryState, { subject, version, content, deleted }: StoredVersion): void {
  const key = placeKey({ subject, version });
  const inContext = idKey(contextOf(subject), content.id);
  (deleted ? state.deleted : state.live).delete(key);
  state.places.delete(inContext + key);
  for (const used of content.references) state.users.delete(placeKey(placeOf(subject, used)) + key);
  if (isIndirect(content)) state.indirect.delete(key);
  if (hasUnder(state.places, inContext)) return;
  state.contents.delete(inContext);
  state.karapaces.delete(inContext);
  state.guids.delete(guidKey(content.guid) + inContext);
  state.spent.set(inContext, content.guid);
}

function isIndirect(content: Content): boolean {
  return content.references.length > 0 || propertyOf(content, versionProperty) !== undefined;
}

function placeOf(subject: string, { subject: named, version }: SchemaReference): Place {
  return { subject: subjectSeenFrom(subject, named), version };
}
