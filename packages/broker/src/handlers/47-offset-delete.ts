import type { offsetDeleteApi } from '@millrace/kafka-wire';
import { consumerProtocolSubscription, decodeVersioned, ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import { partitionKey } from '../groups/offsets-state.ts';
import { metadataOf } from '../groups/rebalance.ts';

/** Forgets committed offsets of topics that no member of the group reads (KIP-496). */
export const offsetDelete: Handler<typeof offsetDeleteApi> = async (context, request) => {
  const { groupId } = request;
  const group = context.groups.group(groupId);
  if (group === undefined && !context.groups.offsets.groups.has(groupId)) {
    return { errorCode: ErrorCode.GROUP_ID_NOT_FOUND };
  }
  const hasMembers = (group?.members.size ?? 0) > 0;
  if (hasMembers && group?.protocolType !== 'consumer') return { errorCode: ErrorCode.NON_EMPTY_GROUP };
  const subscribed = subscribedTopics(context, groupId);
  const keys: string[] = [];
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => {
      const refusal: ErrorName | undefined = subscribed.has(name)
        ? 'GROUP_SUBSCRIBED_TO_TOPIC'
        : context.topics.log(name, partitionIndex) === undefined
          ? 'UNKNOWN_TOPIC_OR_PARTITION'
          : undefined;
      if (refusal === undefined) keys.push(partitionKey(name, partitionIndex));
      return { partitionIndex, errorCode: ErrorCode[refusal ?? 'NONE'] };
    }),
  }));
  if (keys.length > 0) await context.groups.record({ kind: 'offsets-forgotten', group: groupId, keys });
  return { errorCode: ErrorCode.NONE, topics };
};

function subscribedTopics(context: BrokerContext, groupId: string): Set<string> {
  const group = context.groups.group(groupId);
  const topics = new Set<string>();
  for (const member of context.groups.members(groupId)) {
    const metadata = metadataOf(member.protocols, group?.protocol ?? member.protocols[0]?.name ?? null);
    if (metadata.length === 0) continue;
    for (const topic of decodeVersioned(consumerProtocolSubscription, metadata).value.topics) topics.add(topic);
  }
  return topics;
}
