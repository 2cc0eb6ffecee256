import { readBatchHeader, RecordCursor } from '@millrace/kafka-wire';

/** Whether a batch has a record without a key, which compaction could not place. Decompresses the batch. */
export function refuseKeyless(batch: Uint8Array): boolean {
  const cursor = new RecordCursor({ header: readBatchHeader(batch), bytes: batch });
  while (cursor.next()) if (cursor.keyLength < 0) return true;
  return false;
}
