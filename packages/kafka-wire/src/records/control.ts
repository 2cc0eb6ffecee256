import { decodeVersioned, encodeVersioned } from '../codec/codec.ts';
import { controlRecordTypeSchema } from '../messages/control-record-type-schema.ts';
import { endTxnMarker } from '../messages/end-txn-marker.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';

const abort = 0;
const commit = 1;

/** What a control record means, by its key. Others than the two belong to the Raft log. */
export function controlType(key: Uint8Array | null): 'abort' | 'commit' | 'other' {
  if (key === null) return 'other';
  const { type } = decodeVersioned(controlRecordTypeSchema, key).value;
  if (type === abort) return 'abort';
  return type === commit ? 'commit' : 'other';
}

/** The batch that ends a transaction in a partition. */
export function buildTransactionMarker(marker: {
  readonly commit: boolean;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly timestamp: number;
}): Uint8Array {
  const { producerId, producerEpoch } = marker;
  const builder = new RecordBatchBuilder({ producerId, producerEpoch, isTransactional: true, isControl: true });
  builder.append(
    encodeVersioned(controlRecordTypeSchema, 0, { type: marker.commit ? commit : abort }),
    encodeVersioned(endTxnMarker, 0, { coordinatorEpoch: marker.coordinatorEpoch }),
    marker.timestamp,
  );
  return builder.build();
}
