import type { LogFormat } from '../log/log-format.ts';
import { behind, under } from '../log/table.ts';
import { KafkaError } from '@millrace/kafka-client';
import { schemaTooLarge, storeFailed } from '../errors.ts';
import { apply } from './apply.ts';
import { placeKey, subjectKey } from './keys.ts';
import { isBehind, maxIdRecord } from './max-ids.ts';
import { decodeRecord } from './decode-record.ts';
import { encodeRecord, keyText, type RegistryRecord } from './record.ts';
import { recordOf, tombstoneOf } from './record-of.ts';
import { emptyState, type Place, type RegistryState } from './registry-state.ts';

/** How the registry's state is kept on `_schemas`. */
export const registryFormat: LogFormat<RegistryState, RegistryRecord> = {
  empty: emptyState,
  encode(state, record) {
    const spelling = state.spellings.get(keyText(record));
    const encoded = encodeRecord(record, spelling);
    // Another registry may have written the key in another spelling than ours, and before that in ours: what goes must go by both.
    return spelling !== undefined && encoded.value === null ? [encodeRecord(record), encoded] : [encoded];
  },
  decode: decodeRecord,
  apply,
  repair(state, record) {
    switch (record.kind) {
      case 'schema':
        return state.disputed.get(placeKey(record)) && truthAt(state, record);
      case 'delete-subject':
        return longerDeletion(state, record.subject, record.version ?? 0);
      case 'noop':
        return isBehind(state, record.maxIds ?? {}) ? maxIdRecord(state) : undefined;
      default:
        return undefined;
    }
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

/** When another registry has deleted later versions of a subject at the same time: both in one record. */
function longerDeletion(state: RegistryState, subject: string, upTo: number): RegistryRecord | undefined {
  const start = subjectKey(subject);
  const [firstLive] = state.live.ascending(start, behind(start));
  const [lastDeleted] = state.deleted.descending(start, firstLive?.key ?? behind(start));
  const version = lastDeleted?.value.version ?? 0;
  return version > upTo ? { kind: 'delete-subject', subject, version } : undefined;
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof KafkaError && ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(cause.codeName);
}
