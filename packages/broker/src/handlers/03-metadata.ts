import type { metadataApi, ResponseInput } from '@millrace/kafka-wire';
import { ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import type { TopicState } from '../cluster/cluster-state.ts';
import type { BrokerContext, Handler } from '../context.ts';

type TopicAnswer = NonNullable<ResponseInput<typeof metadataApi>['topics']>[number];

/**
 * Who leads which partition: always this broker. A null list of topics means all; in version 0, an empty one does.
 * Creates topics that are asked for by name and not there, if both the request and the broker allow it.
 */
export const metadata: Handler<typeof metadataApi> = async (context, request, call) => {
  const isAll = request.topics === null || (call.version === 0 && request.topics.length === 0);
  const mayCreate =
    request.allowAutoTopicCreation && context.topics.brokerConfig('auto.create.topics.enable') === 'true';
  const topics = isAll
    ? Array.from(context.topics.state.topics.values(), (topic) => describe(context, topic))
    : await Promise.all((request.topics ?? []).map((asked) => describeAsked(context, asked, mayCreate)));
  return {
    brokers: [{ nodeId: context.nodeId, host: call.host, port: context.port }],
    clusterId: context.topics.state.clusterId,
    controllerId: context.nodeId,
    topics,
  };
};

async function describeAsked(
  context: BrokerContext,
  asked: { readonly name: string | null; readonly topicId: string },
  mayCreate: boolean,
): Promise<TopicAnswer> {
  const { name, topicId } = asked;
  const known = context.topics.find(name, topicId);
  if (known !== undefined) return describe(context, known);
  if (name === null || name === '') {
    return {
      errorCode: topicId === zeroUuid ? ErrorCode.INVALID_TOPIC_EXCEPTION : ErrorCode.UNKNOWN_TOPIC_ID,
      name,
      topicId,
    };
  }
  const decision = context.topics.decideCreate({ name, id: context.topics.newTopicId(), partitions: -1, configs: [] });
  // A wrong name is told even where nothing would be created.
  if (decision.kind === 'refused') return { errorCode: ErrorCode[decision.code], name, topicId };
  if (!mayCreate) return { errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, name, topicId };
  await context.topics.record(decision.records);
  const created = context.topics.topic(name);
  return created === undefined
    ? { errorCode: ErrorCode.LEADER_NOT_AVAILABLE, name, topicId }
    : describe(context, created);
}

function describe(context: BrokerContext, topic: TopicState): TopicAnswer {
  const nodes = [context.nodeId];
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: topic.name.startsWith('__'),
    partitions: Array.from({ length: topic.partitions }, (_, partitionIndex) => ({
      errorCode: ErrorCode.NONE,
      partitionIndex,
      leaderId: context.nodeId,
      leaderEpoch: 0,
      replicaNodes: nodes,
      isrNodes: nodes,
    })),
  };
}
