import { contextIn, contextKey, idKey } from './keys.ts';
import { contextOf } from './qualified-subject.ts';
import type { MaxIds, RegistryRecord } from './record.ts';
import type { RegistryState, StoredVersion } from './registry-state.ts';

/** Whether it has the largest id that its context ever gave. */
export function hasMaxId(state: RegistryState, { subject, content }: StoredVersion): boolean {
  return state.maxIds.get(contextKey(contextOf(subject))) === content.id;
}

/**
 * Keeps the largest ids ever given. Compaction forgets what was deleted for good, and with it that its id was given: so this is
 * written whenever the largest goes. The key is that of Confluent's NOOP, which every registry passes over.
 */
export function maxIdRecord(state: RegistryState): RegistryRecord {
  return { kind: 'noop', maxIds: Object.fromEntries(maxIdsIn(state)) };
}

/** Whether another registry has given a larger id since the record was decided, and nothing has that id any more. */
export function isBehind(state: RegistryState, maxIds: MaxIds): boolean {
  return maxIdsIn(state).some(
    ([context, id]) => id > (maxIds[context] ?? 0) && state.contents.get(idKey(context, id)) === undefined,
  );
}

function maxIdsIn(state: RegistryState): readonly (readonly [context: string, id: number])[] {
  return [...state.maxIds.ascending('')].map(({ key, value }) => [contextIn(key), value]);
}
