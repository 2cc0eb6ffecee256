import type { RecordCursor } from '@millrace/kafka-wire';
import type { RecordToCheck } from './record-validator.ts';

/** Records are checked so many, or of so many bytes, at a time; between, others have their turn. */
const sliceRecordsMax = 500;
const sliceBytesMax = 128 * 1024;

/** The records of a batch in slices. Raises WireError for records that are not well formed. */
export function* slicesOf(cursor: RecordCursor): Generator<readonly RecordToCheck[], void> {
  let slice: RecordToCheck[] = [];
  let bytes = 0;
  for (let index = 0; cursor.next(); index++) {
    const { key, value, headers } = cursor;
    slice.push({ index, key, value, headers });
    bytes += Math.max(cursor.keyLength, 0) + Math.max(cursor.valueLength, 0);
    if (slice.length < sliceRecordsMax && bytes < sliceBytesMax) continue;
    yield slice;
    slice = [];
    bytes = 0;
  }
  if (slice.length > 0) yield slice;
}
