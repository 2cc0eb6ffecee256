import type { describeTopicPartitionsApi, ResponseInput } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';

type Response = ResponseInput<typeof describeTopicPartitionsApi>;
type TopicAnswer = NonNullable<Response['topics']>[number];

const partitionsMax = 2000;

/** Topics and their partitions in pages (KIP-966): sorted by name, continued at the cursor that the page before gave. */
export const describeTopicPartitions: Handler<typeof describeTopicPartitionsApi> = (context, request) => {
  const names =
    request.topics.length === 0
      ? [...context.topics.state.topics.keys()]
      : [...new Set(request.topics.map(({ name }) => name))];
  const { cursor } = request;
  const ordered = names.sort().filter((name) => cursor === null || name >= cursor.topicName);
  let left = Math.min(Math.max(1, request.responsePartitionLimit), partitionsMax);
  const topics: TopicAnswer[] = [];
  for (const name of ordered) {
    const from = cursor?.topicName === name ? cursor.partitionIndex : 0;
    if (left === 0) return { topics, nextCursor: { topicName: name, partitionIndex: from } };
    const { answer, next } = describe(context, name, from, left);
    topics.push(answer);
    left -= answer.partitions?.length ?? 0;
    if (next !== undefined) return { topics, nextCursor: { topicName: name, partitionIndex: next } };
  }
  return { topics };
};

function describe(
  context: BrokerContext,
  name: string,
  from: number,
  limit: number,
): { readonly answer: TopicAnswer; readonly next?: number } {
  const topic = context.topics.topic(name);
  if (topic === undefined) return { answer: { name, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION } };
  const count = Math.max(0, Math.min(limit, topic.partitions - from));
  const nodes = [context.nodeId];
  const partitions = Array.from({ length: count }, (_, at) => ({
    errorCode: ErrorCode.NONE,
    partitionIndex: from + at,
    leaderId: context.nodeId,
    leaderEpoch: 0,
    replicaNodes: nodes,
    isrNodes: nodes,
    // Java's client takes no null here, though the protocol has it.
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
  }));
  const answer = { name, topicId: topic.id, isInternal: name.startsWith('__'), errorCode: ErrorCode.NONE, partitions };
  return from + count < topic.partitions ? { answer, next: from + count } : { answer };
}
