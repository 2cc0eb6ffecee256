import type { deleteRecordsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';

const upToHighWatermark = -1;

/** Makes all records before an offset unreadable; -1 means all there are. Whole segments give their space back. */
export const deleteRecords: Handler<typeof deleteRecordsApi> = async (context, request) => {
  const topics = request.topics.map(async ({ name, partitions }) => ({
    name,
    partitions: await Promise.all(
      partitions.map(({ partitionIndex, offset }) => deleteBefore(context, name, partitionIndex, offset)),
    ),
  }));
  return { topics: await Promise.all(topics) };
};

async function deleteBefore(
  context: BrokerContext,
  topic: string,
  partitionIndex: number,
  offset: number,
): Promise<{ partitionIndex: number; lowWatermark: number; errorCode: number }> {
  const log = context.topics.log(topic, partitionIndex);
  if (log === undefined) {
    return { partitionIndex, lowWatermark: -1, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
  }
  const settings = context.topics.topic(topic)?.settings;
  if (settings?.isDeleted !== true) return { partitionIndex, lowWatermark: -1, errorCode: ErrorCode.POLICY_VIOLATION };
  const before = offset === upToHighWatermark ? log.highWatermark : offset;
  if (before < 0 || before > log.highWatermark) {
    return { partitionIndex, lowWatermark: -1, errorCode: ErrorCode.OFFSET_OUT_OF_RANGE };
  }
  await log.deleteBefore(before);
  return { partitionIndex, lowWatermark: log.startOffset, errorCode: ErrorCode.NONE };
}
