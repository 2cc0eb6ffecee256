import type { deleteTopicsApi } from '@millrace/kafka-wire';
import { ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Deletes topics with all that they hold, and what groups have committed for them. */
export const deleteTopics: Handler<typeof deleteTopicsApi> = async (context, request, call) => {
  const asked = call.version >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: zeroUuid }));
  const mayDelete = context.topics.brokerConfig('delete.topic.enable') === 'true';
  const responses = asked.map(async ({ name, topicId }) => {
    if (!mayDelete) return { name, topicId, errorCode: ErrorCode.TOPIC_DELETION_DISABLED };
    const topic = context.topics.find(name, topicId);
    if (topic === undefined) {
      const isById = topicId !== zeroUuid;
      const errorCode = isById ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      return { name, topicId, errorCode };
    }
    await Promise.all([
      context.topics.delete(topic.name),
      context.groups.record({ kind: 'topic-forgotten', topic: topic.name }),
    ]);
    return { name: topic.name, topicId: topic.id, errorCode: ErrorCode.NONE };
  });
  return { responses: await Promise.all(responses) };
};
