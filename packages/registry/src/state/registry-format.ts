import type { LogFormat } from '../log/log-format.ts';
import { under } from '../log/table.ts';
import { storeFailed } from '../errors.ts';
import { apply } from './apply.ts';
import { idKey, nameInKey, placeKey } from './keys.ts';
import { decodeRecord, encodeRecord, keyText, type MaxIds, type RegistryRecord } from './record.ts';
import { recordOf } from './record-of.ts';
import { emptyState, type Place, type RegistryState } from './registry-state.ts';

/** How the registry's state is kept on `_schemas`. */
export const registryFormat: LogFormat<RegistryState, RegistryRecord> = {
  empty: emptyState,
  encode: (state, record) => encodeRecord(record, state.spellings.get(keyText(record))),
  decode: decodeRecord,
  apply,
  repair(state, record) {
    if (record.kind === 'schema') return state.disputed.get(placeKey(record)) && truthAt(state, record);
    return record.kind === 'noop' && isBehind(state, record.maxIds ?? {}) ? maxIdRecord(state) : undefined;
  },
  repairs: (state) => [...under(state.disputed, '')].map((place) => truthAt(state, place)),
  failed: storeFailed,
};

/** The record that says of a place what the state says. */
function truthAt(state: RegistryState, { subject, version }: Place): RegistryRecord {
  const key = placeKey({ subject, version });
  const stored = state.live.get(key) ?? state.deleted.get(key);
  return stored === undefined ? { kind: 'schema', subject, version, value: null } : recordOf(stored);
}

/** Keeps the largest ids ever given, so that none is given again when nothing has it any more. */
export function maxIdRecord(state: RegistryState): RegistryRecord {
  return { kind: 'noop', maxIds: Object.fromEntries(maxIdsOf(state)) };
}

function maxIdsOf(state: RegistryState): readonly (readonly [context: string, id: number])[] {
  return [...state.maxIds.ascending('')].map(({ key, value }) => [nameInKey(key).context, value]);
}

/** Whether another registry has given a larger id since the record was decided, and nothing has that id any more. */
function isBehind(state: RegistryState, maxIds: MaxIds): boolean {
  return maxIdsOf(state).some(
    ([context, id]) => id > (maxIds[context] ?? 0) && state.contents.get(idKey(context, id)) === undefined,
  );
}
