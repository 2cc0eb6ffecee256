import { batchLayout, compress, crc32c, readBatchHeader, RecordCursor } from '@millrace/kafka-wire';
import { batchPrefixBytes, viewOf } from './batch-fields.ts';

/**
 * A batch without the records that are not kept. Offsets, timestamps, producer and sequence stay as they were, so the
 * records that stay are copied byte for byte; compressed again as the batch was. The same bytes when all are kept.
 */
export function rewriteBatch(batch: Uint8Array, keeps: (record: RecordCursor) => boolean): Uint8Array {
  const header = readBatchHeader(batch);
  const cursor = new RecordCursor({ header, bytes: batch });
  const kept: Uint8Array[] = [];
  let at = 0;
  while (cursor.next()) {
    const end = recordEnd(cursor.buffer, at);
    if (keeps(cursor)) kept.push(cursor.buffer.subarray(at, end));
    at = end;
  }
  if (kept.length === header.recordCount) return batch;
  const records = Buffer.concat(kept);
  const packed = header.compression === 'none' ? records : compress(header.compression, records);
  const rewritten = Buffer.concat([batch.subarray(0, batchLayout.records), packed]);
  const view = viewOf(rewritten);
  view.setInt32(batchLayout.batchLength, rewritten.length - batchPrefixBytes);
  view.setInt32(batchLayout.recordCount, kept.length);
  view.setUint32(batchLayout.crc, crc32c(rewritten.subarray(batchLayout.attributes)));
  return rewritten;
}

/** A record is its length as a zigzag varint, then that many bytes. */
function recordEnd(buffer: Uint8Array, start: number): number {
  let length = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = buffer[at++] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return at + (length >>> 1);
  }
}
