import type { listOffsetsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';
import { findByTime, findMaxTimestamp } from '../storage/find-by-time.ts';
import type { TimedOffset } from '../storage/find-by-time.ts';
import type { PartitionLog } from '../storage/partition-log.ts';

/** Timestamps below zero are questions of their own (KIP-79, KIP-734, KIP-405). */
const latest = -1;
const earliest = -2;
const maxTimestamp = -3;
const earliestLocal = -4;
const latestTiered = -5;
const earliestPendingUpload = -6;
const readCommitted = 1;
const leaderEpochFrom = 4;
const none: TimedOffset = { offset: -1, timestamp: -1 };

/** The first offset, the next one, that of the largest timestamp, or the first at or after a time; -1 when there is none. */
export const listOffsets: Handler<typeof listOffsetsApi> = (context, request, call) => ({
  topics: request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, timestamp }) => {
      const log = context.topics.log(name, partitionIndex);
      if (log === undefined) return { partitionIndex, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
      const before = request.isolationLevel === readCommitted ? log.lastStableOffset : log.highWatermark;
      const found = answer(log, timestamp, before);
      if (found === undefined) return { partitionIndex, errorCode: ErrorCode.UNSUPPORTED_VERSION };
      return { partitionIndex, errorCode: ErrorCode.NONE, ...found, ...leaderEpoch(found, call.version) };
    }),
  })),
});

function leaderEpoch(found: TimedOffset, version: number): { readonly leaderEpoch?: number } {
  return version >= leaderEpochFrom && found.offset >= 0 ? { leaderEpoch: 0 } : {};
}

function answer(log: PartitionLog, timestamp: number, before: number): TimedOffset | undefined {
  switch (timestamp) {
    case latest:
      return { offset: before, timestamp: -1 };
    case earliest:
    case earliestLocal:
      return { offset: log.startOffset, timestamp: -1 };
    case maxTimestamp:
      return findMaxTimestamp(log.segments, log.startOffset, before) ?? none;
    case latestTiered:
    case earliestPendingUpload:
      return none;
    default:
      return timestamp < 0 ? undefined : (findByTime(log.segments, timestamp, log.startOffset, before) ?? none);
  }
}
