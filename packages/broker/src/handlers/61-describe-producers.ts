import type { describeProducersApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** The producers that partitions remember, and where their open transactions begin (KIP-664). */
export const describeProducers: Handler<typeof describeProducersApi> = (context, request) => ({
  topics: request.topics.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partitionIndex) => {
      const log = context.topics.log(name, partitionIndex);
      if (log === undefined) return { partitionIndex, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
      const activeProducers = Array.from(log.producers.producers, ([producerId, entry]) => ({
        producerId,
        producerEpoch: entry.epoch,
        lastSequence: entry.batches.at(-1)?.lastSequence ?? -1,
        lastTimestamp: entry.lastSeenMs,
        coordinatorEpoch: 0,
        currentTxnStartOffset: log.producers.open.get(producerId) ?? -1,
      }));
      return { partitionIndex, errorCode: ErrorCode.NONE, activeProducers };
    }),
  })),
});
