import { readBatchHeader, RecordCursor } from '@millrace/kafka-wire';
import { baseOffsetOf, lastOffsetOf, maxTimestampOf } from './batch-fields.ts';
import type { WalkedBatch } from './batch-walk.ts';
import type { Segment } from './segment.ts';

export interface TimedOffset {
  readonly offset: number;
  readonly timestamp: number;
}

/** The first record in `[from, before)` whose timestamp is `timestamp` or later. Decodes one batch, mostly. */
export function findByTime(
  segments: readonly Segment[],
  timestamp: number,
  from: number,
  before: number,
): TimedOffset | undefined {
  for (const segment of segments) {
    if (segment.nextOffset <= from) continue;
    const position = segment.positionOfTime(timestamp);
    if (position === undefined) continue;
    let found: TimedOffset | undefined;
    segment.walk(position, (batch) => {
      if (baseOffsetOf(batch.view, batch.at) >= before) return false;
      if (lastOffsetOf(batch.view, batch.at) < from || maxTimestampOf(batch.view, batch.at) < timestamp) return true;
      found = firstInBatch(segment, batch, (record) => record.timestamp >= timestamp && record.offset >= from);
      return found === undefined;
    });
    if (found !== undefined) return found.offset < before ? found : undefined;
  }
  return undefined;
}

/** The first record with the largest timestamp in `[from, before)`. */
export function findMaxTimestamp(segments: readonly Segment[], from: number, before: number): TimedOffset | undefined {
  let best = Number.NEGATIVE_INFINITY;
  for (const segment of segments) {
    if (segment.nextOffset <= from || segment.maxTimestamp <= best) continue;
    segment.walk(0, ({ view, at }) => {
      if (baseOffsetOf(view, at) >= before) return false;
      if (lastOffsetOf(view, at) >= from) best = Math.max(best, maxTimestampOf(view, at));
      return true;
    });
  }
  return best === Number.NEGATIVE_INFINITY ? undefined : findByTime(segments, best, from, before);
}

function firstInBatch(
  segment: Segment,
  { position, size }: WalkedBatch,
  holds: (record: TimedOffset) => boolean,
): TimedOffset | undefined {
  const bytes = Buffer.allocUnsafe(size);
  segment.read(bytes, position);
  const cursor = new RecordCursor({ header: readBatchHeader(bytes), bytes });
  while (cursor.next()) {
    const record = { offset: cursor.offset, timestamp: cursor.timestamp };
    if (holds(record)) return record;
  }
  return undefined;
}
