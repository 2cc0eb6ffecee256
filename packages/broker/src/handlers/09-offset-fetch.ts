import type { offsetFetchApi, RequestOf } from '@millrace/kafka-wire';
import { ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import type { GroupOffsets } from '../groups/offsets-state.ts';
import { partitionKey } from '../groups/offsets-state.ts';

type Request = RequestOf<typeof offsetFetchApi>;

interface AskedTopic {
  readonly name: string;
  readonly topicId?: string;
  readonly partitionIndexes: readonly number[];
}

/**
 * Where groups have read to; -1 for a partition without an offset. Null topics mean all that have one. With
 * `requireStable`, an offset that an open transaction is about to change is refused for now.
 */
export const offsetFetch: Handler<typeof offsetFetchApi> = (context, request, call) => {
  if (call.version >= 8) return { groups: request.groups.map((group) => answerGroup(context, request, group)) };
  const { topics } = answerGroup(context, request, { groupId: request.groupId, topics: request.topics });
  return { topics: topics.map(({ name, partitions }) => ({ name, partitions })) };
};

function answerGroup(
  context: BrokerContext,
  request: Request,
  asked: { readonly groupId: string; readonly topics: readonly AskedTopic[] | null; readonly memberId?: string | null },
): {
  groupId: string;
  errorCode: number;
  topics: { name: string; topicId: string; partitions: ReturnType<typeof answerPartition>[] }[];
} {
  const offsets = context.groups.offsets.groups.get(asked.groupId);
  const topics = (asked.topics ?? allTopics(offsets)).map((topic) => {
    const known = context.topics.find(topic.name, topic.topicId ?? zeroUuid);
    const isUnknownId = known === undefined && topic.topicId !== undefined && topic.topicId !== zeroUuid;
    const partitions = topic.partitionIndexes.map((partition) => {
      const key = partitionKey(known?.name ?? topic.name, partition);
      return answerPartition(offsets, key, partition, request.requireStable, isUnknownId ? 'UNKNOWN_TOPIC_ID' : 'NONE');
    });
    return { name: topic.name, topicId: topic.topicId ?? known?.id ?? zeroUuid, partitions };
  });
  return { groupId: asked.groupId, errorCode: ErrorCode.NONE, topics };
}

function answerPartition(
  offsets: GroupOffsets | undefined,
  key: string,
  partitionIndex: number,
  requireStable: boolean,
  error: ErrorName,
): {
  readonly partitionIndex: number;
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly metadata: string;
  readonly errorCode: number;
} {
  const nothing = { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '' };
  if (requireStable && offsets !== undefined) {
    for (const pending of offsets.pending.values()) {
      if (pending.has(key)) return { ...nothing, errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT };
    }
  }
  const committed = error === 'NONE' ? offsets?.committed.get(key) : undefined;
  if (committed === undefined) return { ...nothing, errorCode: ErrorCode[error] };
  const { offset: committedOffset, leaderEpoch: committedLeaderEpoch, metadata } = committed;
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode: ErrorCode.NONE };
}

function allTopics(offsets: GroupOffsets | undefined): AskedTopic[] {
  const byTopic = Map.groupBy(offsets?.committed.values() ?? [], ({ topic }) => topic);
  return Array.from(byTopic, ([name, committed]) => ({
    name,
    partitionIndexes: committed.map(({ partition }) => partition),
  }));
}
