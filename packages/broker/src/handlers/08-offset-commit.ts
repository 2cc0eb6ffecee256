import type { offsetCommitApi } from '@millrace/kafka-wire';
import { ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';
import type { CommittedOffset } from '../groups/offsets-state.ts';
import { refuseOffset } from '../groups/refuse-offset.ts';

/** Writes down where a group has read to, for members of the present generation, or for anybody while there are none. */
export const offsetCommit: Handler<typeof offsetCommitApi> = async (context, request) => {
  const refusal = context.groups.refuseCommit(request.groupId, {
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationIdOrMemberEpoch,
  });
  const metadataMax = Number(context.topics.brokerConfig('offset.metadata.max.bytes'));
  const accepted: CommittedOffset[] = [];
  const topics = request.topics.map(({ name, topicId, partitions }) => {
    const topic = context.topics.find(name, topicId);
    const unknown = topicId === zeroUuid ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'UNKNOWN_TOPIC_ID';
    const answers = partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      const offset: CommittedOffset = {
        topic: topic?.name ?? '',
        partition: partitionIndex,
        offset: committedOffset,
        leaderEpoch: committedLeaderEpoch,
        metadata: committedMetadata ?? '',
      };
      const wrong = refusal ?? (topic === undefined ? unknown : refuseOffset(topic, offset, metadataMax));
      if (wrong === undefined) accepted.push(offset);
      return { partitionIndex, errorCode: ErrorCode[wrong ?? 'NONE'] };
    });
    return { name, topicId, partitions: answers };
  });
  if (accepted.length > 0) {
    await context.groups.record({ kind: 'offsets-committed', group: request.groupId, offsets: accepted });
  }
  return { topics };
};
