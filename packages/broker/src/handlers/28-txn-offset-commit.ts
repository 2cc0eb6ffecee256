import type { ErrorName, RequestOf, txnOffsetCommitApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import { refuseIdentity } from '../transactions/decide.ts';
import type { CommittedOffset } from '../groups/offsets-state.ts';
import { refuseOffset } from '../groups/refuse-offset.ts';

type Request = RequestOf<typeof txnOffsetCommitApi>;

/** Offsets that a group has read to once the transaction commits, and not if it aborts. */
export const txnOffsetCommit: Handler<typeof txnOffsetCommitApi> = async (context, request) => {
  const refusal = refuseRequest(context, request) ?? refuseMembership(context, request);
  const metadataMax = Number(context.topics.brokerConfig('offset.metadata.max.bytes'));
  const accepted: CommittedOffset[] = [];
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      const topic = context.topics.topic(name);
      const offset: CommittedOffset = {
        topic: name,
        partition: partitionIndex,
        offset: committedOffset,
        leaderEpoch: committedLeaderEpoch,
        metadata: committedMetadata ?? '',
      };
      const wrong =
        refusal ?? (topic === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : refuseOffset(topic, offset, metadataMax));
      if (wrong === undefined) accepted.push(offset);
      return { partitionIndex, errorCode: ErrorCode[wrong ?? 'NONE'] };
    }),
  }));
  if (accepted.length > 0) {
    const { groupId: group, producerId } = request;
    await context.groups.record({ kind: 'offsets-pending', group, producerId, offsets: accepted });
  }
  return { topics };
};

function refuseRequest(context: BrokerContext, request: Request): ErrorName | undefined {
  const identity = { producerId: request.producerId, epoch: request.producerEpoch };
  const transaction = context.transactions.state.byId.get(request.transactionalId);
  if (transaction === undefined) return 'INVALID_PRODUCER_ID_MAPPING';
  const refusal = refuseIdentity(transaction, identity, 'INVALID_PRODUCER_EPOCH');
  if (refusal !== undefined) return refusal;
  return transaction.phase === 'Ongoing' && transaction.groups.has(request.groupId) ? undefined : 'INVALID_TXN_STATE';
}

/** A producer that says which member it acts for is checked as that member (KIP-447); others are not. */
function refuseMembership(context: BrokerContext, request: Request): ErrorName | undefined {
  const { generationId: generation, memberId, groupInstanceId: instanceId } = request;
  if (generation < 0 && memberId === '') return undefined;
  return context.groups.refuseCommit(request.groupId, { memberId, instanceId, generation });
}
