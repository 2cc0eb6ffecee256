import type { LogFormat } from '../log/log-format.ts';
import { under } from '../log/table.ts';
import { KafkaError } from '@millrace/kafka-client';
import { schemaTooLarge, storeFailed } from '../errors.ts';
import { apply } from './apply.ts';
import { placeKey } from './keys.ts';
import { isBehind, maxIdRecord } from './max-ids.ts';
import { decodeRecord } from './decode-record.ts';
import { encodeRecord, keyText, type RegistryRecord } from './record.ts';
import { recordOf, tombstoneOf } from './record-of.ts';
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
  failed: (cause) =>
    isTooLarge(cause) ? schemaTooLarge() : storeFailed(cause instanceof Error ? cause.message : String(cause)),
};

/** The record that says of a place what the state says. */
function truthAt(state: RegistryState, place: Place): RegistryRecord {
  const key = placeKey(place);
  const stored = state.live.get(key) ?? state.deleted.get(key);
  return stored === undefined ? tombstoneOf(place) : recordOf(stored);
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof KafkaError && ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(cause.codeName);
}
