import {
  addOffsetsToTxnApi,
  addPartitionsToTxnApi,
  endTxnApi,
  ErrorCode,
  initProducerIdApi,
  txnOffsetCommitApi,
} from '@millrace/kafka-wire';
import type { GroupOffset } from '../admin/groups.ts';
import { offsetsByTopic } from '../admin/groups.ts';
import type { KafkaClient } from '../client.ts';
import { KafkaError, throwOnError } from '../kafka-error.ts';
import type { ProducerIdentity } from './options.ts';

/** What the requests of one transactional producer name themselves by. */
export interface TransactionalProducer extends ProducerIdentity {
  readonly transactionalId: string;
}

const fencing: ReadonlySet<number> = new Set([ErrorCode.PRODUCER_FENCED, ErrorCode.INVALID_PRODUCER_EPOCH]);

/** Whether an error means that a newer producer of the same transactional id has taken over. */
export function isFenced(error: unknown): error is KafkaError {
  return error instanceof KafkaError && fencing.has(error.code);
}

/** Asks for a producer id. For a transactional id this fences older producers and aborts what they left open. */
export async function initProducerId(
  client: KafkaClient,
  transactionalId: string | null,
  transactionTimeoutMs: number,
): Promise<ProducerIdentity> {
  const target = transactionalId === null ? 'any' : ({ coordinator: 'transaction', key: transactionalId } as const);
  return client.attempt(target, async () => {
    const response = await client.request(target, initProducerIdApi, { transactionalId, transactionTimeoutMs });
    throwOnError(response.errorCode, `start producer ${transactionalId ?? '(idempotent)'}`);
    return { producerId: response.producerId, producerEpoch: response.producerEpoch };
  });
}

export async function addPartitions(
  client: KafkaClient,
  producer: TransactionalProducer,
  partitions: readonly { readonly topic: string; readonly partition: number }[],
): Promise<void> {
  const { transactionalId, producerId, producerEpoch } = producer;
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, list]) => ({
    name,
    partitions: list.map(({ partition }) => partition),
  }));
  const target = { coordinator: 'transaction', key: transactionalId } as const;
  await client.attempt(target, async () => {
    const response = await client.request(target, addPartitionsToTxnApi, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: topics,
    });
    for (const { name, resultsByPartition } of response.resultsByTopicV3AndBelow) {
      for (const { partitionIndex, partitionErrorCode } of resultsByPartition) {
        throwOnError(partitionErrorCode, `add ${name}-${partitionIndex} to the transaction of ${transactionalId}`);
      }
    }
  });
}

export async function addOffsets(client: KafkaClient, producer: TransactionalProducer, groupId: string): Promise<void> {
  const target = { coordinator: 'transaction', key: producer.transactionalId } as const;
  await client.attempt(target, async () => {
    const response = await client.request(target, addOffsetsToTxnApi, { ...producer, groupId });
    throwOnError(response.errorCode, `add group ${groupId} to the transaction of ${producer.transactionalId}`);
  });
}

/** Who commits offsets; left out, the group has no members. */
export interface GroupMembership {
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId?: string | null;
}

export async function commitGroupOffsets(
  client: KafkaClient,
  producer: TransactionalProducer,
  groupId: string,
  offsets: readonly GroupOffset[],
  membership: GroupMembership = { generationId: -1, memberId: '' },
): Promise<void> {
  const target = { coordinator: 'group', key: groupId } as const;
  const topics = offsetsByTopic(offsets);
  await client.attempt(target, async () => {
    const response = await client.request(target, txnOffsetCommitApi, { ...producer, ...membership, groupId, topics });
    for (const { name, partitions } of response.topics) {
      for (const { partitionIndex, errorCode } of partitions) {
        throwOnError(
          errorCode,
          `commit the offset of group ${groupId} in ${name}-${partitionIndex} with a transaction`,
        );
      }
    }
  });
}

export async function endTransaction(
  client: KafkaClient,
  producer: TransactionalProducer,
  committed: boolean,
): Promise<void> {
  const target = { coordinator: 'transaction', key: producer.transactionalId } as const;
  await client.attempt(target, async () => {
    const response = await client.request(target, endTxnApi, { ...producer, committed });
    throwOnError(
      response.errorCode,
      `${committed ? 'commit' : 'abort'} the transaction of ${producer.transactionalId}`,
    );
  });
}
