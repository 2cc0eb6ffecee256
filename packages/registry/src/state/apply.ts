import { put } from '../log/table.ts';
import { aliasIn } from './aliases.ts';
import { applySchema, clearDeleted, raiseMaxId, softDelete } from './apply-schema.ts';
import type { JsonObject } from './json.ts';
import type { Association, AssociationPlace } from './association.ts';
import { associationKey, contextKey, partsKey, settingsKey, subjectKey } from './keys.ts';
import { keyText, type RegistryRecord } from './record.ts';
import type { RegistryState } from './registry-state.ts';

/**
 * Takes one record of the topic into the state. All registries on the topic apply the same records in the same order and agree: of two
 * that took the same id or the same version for different schemas, the first holds and the second is refused: then it answers false.
 */
export function apply(state: RegistryState, record: RegistryRecord): boolean {
  const isRespelled = noteSpelling(state, record);
  switch (record.kind) {
    case 'schema':
      return applySchema(state, record, isRespelled);
    case 'config':
      return applyConfig(state, record.subject, record.value);
    case 'mode':
      put(state.modes, settingsKey(record.subject), record.value?.mode ?? null);
      return true;
    case 'delete-subject':
      return softDelete(state, record.subject, record.version ?? 0);
    case 'clear-subject':
      return record.cleared ? clearDeleted(state, record.subject) : true;
    case 'context':
      put(state.contexts, contextKey(record.context), record.exists ? record.context : null);
      return true;
    case 'association':
      return applyAssociation(state, record.place, record.value);
    case 'noop':
      for (const [context, id] of Object.entries(record.maxIds ?? {})) raiseMaxId(state, context, id);
      return true;
  }
}

/** Whether the key comes for the first time in a spelling that is not ours. */
function noteSpelling(state: RegistryState, record: RegistryRecord): boolean {
  if (record.spelling === undefined) return false;
  const key = keyText(record);
  const isFirst = state.spellings.get(key) === undefined;
  state.spellings.set(key, record.spelling);
  return isFirst;
}

function applyConfig(state: RegistryState, subject: string | null, value: JsonObject | null): true {
  const key = settingsKey(subject);
  if (subject !== null) {
    const [before, now] = [aliasIn(subject, state.configs.get(key)), aliasIn(subject, value)];
    if (before !== undefined) state.aliases.delete(subjectKey(before) + subject);
    if (now !== undefined) state.aliases.set(subjectKey(now) + subject, subject);
  }
  put(state.configs, key, value);
  return true;
}

function applyAssociation(state: RegistryState, place: AssociationPlace, value: Association | null): true {
  const key = associationKey(place);
  const before = state.associations.get(key);
  if (before !== undefined) state.resourceAssociations.delete(partsKey(before.resourceId) + key);
  put(state.associations, key, value);
  put(state.subjectAssociations, subjectKey(place.subject) + key, value);
  if (value !== null) state.resourceAssociations.set(partsKey(value.resourceId) + key, value);
  return true;
}
