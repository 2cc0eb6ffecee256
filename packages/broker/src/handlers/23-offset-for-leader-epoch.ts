import type { offsetForLeaderEpochApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

const noEpoch = -1;

/** Where a leader's epoch ends. There is one epoch, 0, and it ends where the log does. */
export const offsetForLeaderEpoch: Handler<typeof offsetForLeaderEpochApi> = (context, request) => ({
  topics: request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
      const log = context.topics.log(topic, partition);
      if (log === undefined) return { partition, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
      if (currentLeaderEpoch > 0) return { partition, errorCode: ErrorCode.UNKNOWN_LEADER_EPOCH };
      const isKnown = leaderEpoch === 0;
      const endOffset = isKnown ? log.highWatermark : -1;
      return { partition, errorCode: ErrorCode.NONE, leaderEpoch: isKnown ? 0 : noEpoch, endOffset };
    }),
  })),
});
