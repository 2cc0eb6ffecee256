import { KafkaError, type KafkaClient } from '@millrace/kafka-client';
import {
  addOffsetsToTxnApi,
  addPartitionsToTxnApi,
  endTxnApi,
  initProducerIdApi,
  produceApi,
  txnOffsetCommitApi,
} from '@millrace/kafka-wire';
import type { OutputBatch, OutputEpoch, TopicOffset, TransactionWriter } from './ports.ts';

/** The broker aborts a transaction that is open for longer: a dead query's records must not hold readers up for long. */
const transactionTimeoutMs = 60_000;
const produceTimeoutMs = 30_000;
/** Batches of this many partitions travel in one request at most. */
const partitionsPerRequest = 64;

/**
 * A transactional producer of finished batches (KIP-98). It keeps no record of what failed: when any step fails, the caller
 * opens a new one, which ends the open transaction and fences this one, and goes on from the last commit.
 */
export async function openTransactionWriter(
  client: KafkaClient,
  transactionalId: string,
  group: string,
): Promise<TransactionWriter> {
  const coordinator = { coordinator: 'transaction', key: transactionalId } as const;
  const what = `transaction ${transactionalId}`;
  const { producerId, producerEpoch } = await client.attempt(coordinator, async () => {
    const answer = await client.request(coordinator, initProducerIdApi, { transactionalId, transactionTimeoutMs });
    check(answer.errorCode, `begin ${what}`);
    return answer;
  });
  const identity = { transactionalId, producerId, producerEpoch };
  const sequences = new Map<string, number>();

  const takeSequence = ({ topic, partition, batch }: OutputBatch): number => {
    const name = `${topic}-${partition}`;
    const sequence = sequences.get(name) ?? 0;
    // Sequences wrap at 2^31, as the broker expects.
    sequences.set(name, (sequence + batch.count) % 2 ** 31);
    return sequence;
  };
  const build = (each: OutputBatch): Uint8Array =>
    each.batch.build({ producerId, producerEpoch, baseSequence: takeSequence(each) });

  return {
    async commit(epoch: OutputEpoch) {
      await addPartitions(client, identity, epoch.batches);
      await Promise.all([
        produceAll(client, transactionalId, epoch.batches, build),
        commitOffsets(client, identity, group, epoch.offsets),
      ]);
      await client.attempt(coordinator, async () => {
        check((await client.request(coordinator, endTxnApi, { ...identity, committed: true })).errorCode, `commit ${what}`);
      });
    },
    close: () => Promise.resolve(),
  };
}

interface Identity {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

async function addPartitions(client: KafkaClient, identity: Identity, batches: readonly OutputBatch[]): Promise<void> {
  if (batches.length === 0) return;
  const coordinator = { coordinator: 'transaction', key: identity.transactionalId } as const;
  const topics = [...Map.groupBy(batches, (each) => each.topic)].map(([name, list]) => ({
    name,
    partitions: [...new Set(list.map((each) => each.partition))],
  }));
  await client.attempt(coordinator, async () => {
    const answer = await client.request(coordinator, addPartitionsToTxnApi, {
      v3AndBelowTransactionalId: identity.transactionalId,
      v3AndBelowProducerId: identity.producerId,
      v3AndBelowProducerEpoch: identity.producerEpoch,
      v3AndBelowTopics: topics,
    });
    for (const { name, resultsByPartition } of answer.resultsByTopicV3AndBelow) {
      for (const { partitionIndex, partitionErrorCode } of resultsByPartition) {
        check(partitionErrorCode, `add ${name}-${partitionIndex} to transaction ${identity.transactionalId}`);
      }
    }
  });
}

async function commitOffsets(
  client: KafkaClient,
  identity: Identity,
  groupId: string,
  offsets: readonly TopicOffset[],
): Promise<void> {
  if (offsets.length === 0) return;
  const { transactionalId } = identity;
  const coordinator = { coordinator: 'transaction', key: transactionalId } as const;
  const groupCoordinator = { coordinator: 'group', key: groupId } as const;
  await client.attempt(coordinator, async () => {
    const answer = await client.request(coordinator, addOffsetsToTxnApi, { ...identity, groupId });
    check(answer.errorCode, `add group ${groupId} to transaction ${transactionalId}`);
  });
  const topics = [...Map.groupBy(offsets, (each) => each.topic)].map(([name, list]) => ({
    name,
    partitions: list.map(({ partition, offset }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedMetadata: null,
    })),
  }));
  await client.attempt(groupCoordinator, async () => {
    const answer = await client.request(groupCoordinator, txnOffsetCommitApi, { ...identity, groupId, topics, memberId: '' });
    for (const { name, partitions } of answer.topics) {
      for (const { partitionIndex, errorCode } of partitions) {
        check(errorCode, `commit the offset of ${name}-${partitionIndex} for group ${groupId}`);
      }
    }
  });
}

/**
 * Sends all batches without waiting in between. A request holds one batch a partition, so the batches of one partition
 * follow each other in requests on one connection, whose order the broker keeps.
 */
async function produceAll(
  client: KafkaClient,
  transactionalId: string,
  batches: readonly OutputBatch[],
  build: (each: OutputBatch) => Uint8Array,
): Promise<void> {
  await Promise.all([...new Set(batches.map((each) => each.topic))].map((topic) => client.topic(topic)));
  const requests = await requestsInOrder(client, batches);
  await Promise.all(
    requests.map(async (request) => {
      const leader = { node: request.node };
      const topicData = [...Map.groupBy(request.batches, (each) => each.topic)].map(([name, list]) => ({
        name,
        partitionData: list.map((each) => ({ index: each.partition, records: build(each) })),
      }));
      const body = { transactionalId, acks: -1, timeoutMs: produceTimeoutMs, topicData };
      const answer = await client.request(leader, produceApi, body, { channel: 'write' });
      for (const { name, partitionResponses } of answer.responses) {
        for (const { index, errorCode, errorMessage } of partitionResponses) {
          check(errorCode, `write to ${name}-${index}`, errorMessage);
        }
      }
    }),
  );
}

interface ProduceCall {
  readonly node: number;
  readonly batches: readonly OutputBatch[];
}

async function requestsInOrder(client: KafkaClient, batches: readonly OutputBatch[]): Promise<readonly ProduceCall[]> {
  const rounds: Map<number, OutputBatch[]>[] = [];
  const nextRound = new Map<string, number>();
  for (const each of batches) {
    const { topic, partition } = each;
    const name = `${topic}-${partition}`;
    const round = nextRound.get(name) ?? 0;
    nextRound.set(name, round + 1);
    const node = await client.nodeOf({ leader: { topic, partition } });
    const byNode = (rounds[round] ??= new Map<number, OutputBatch[]>());
    const list = byNode.get(node);
    if (list === undefined) byNode.set(node, [each]);
    else list.push(each);
  }
  return rounds.flatMap((byNode) =>
    [...byNode].flatMap(([node, list]) =>
      Array.from({ length: Math.ceil(list.length / partitionsPerRequest) }, (_, index) => ({
        node,
        batches: list.slice(index * partitionsPerRequest, (index + 1) * partitionsPerRequest),
      })),
    ),
  );
}

function check(code: number, what: string, detail?: string | null): void {
  if (code !== 0) throw new KafkaError(code, what, detail);
}
