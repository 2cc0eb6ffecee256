import { controlType, readBatchHeader, RecordCursor } from '@millrace/kafka-wire';

/** Which way a control batch ends its producer's transaction. */
export function readMarker(batch: Uint8Array): 'commit' | 'abort' {
  const cursor = new RecordCursor({ header: readBatchHeader(batch), bytes: batch });
  cursor.next();
  return controlType(cursor.key) === 'commit' ? 'commit' : 'abort';
}
