import type { addPartitionsToTxnApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';

interface TopicPartitions {
  readonly name: string;
  readonly partitions: readonly number[];
}

interface Asked {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly verifyOnly?: boolean;
  readonly topics: readonly TopicPartitions[];
}

/** Makes partitions part of a producer's transaction. All or none; up to version 3 for one transaction, then for many. */
export const addPartitionsToTxn: Handler<typeof addPartitionsToTxnApi> = async (context, request, call) => {
  if (call.version <= 3) {
    const resultsByTopicV3AndBelow = await add(context, call.version, {
      transactionalId: request.v3AndBelowTransactionalId,
      producerId: request.v3AndBelowProducerId,
      producerEpoch: request.v3AndBelowProducerEpoch,
      topics: request.v3AndBelowTopics,
    });
    return { resultsByTopicV3AndBelow };
  }
  const results = request.transactions.map(async (asked) => ({
    transactionalId: asked.transactionalId,
    topicResults: await add(context, call.version, asked),
  }));
  return { errorCode: ErrorCode.NONE, resultsByTransaction: await Promise.all(results) };
};

async function add(context: BrokerContext, version: number, asked: Asked): Promise<ReturnType<typeof answer>> {
  const isThere = (topic: string, partition: number): boolean => context.topics.log(topic, partition) !== undefined;
  const partitions = asked.topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ topic: name, partition })),
  );
  if (!partitions.every(({ topic, partition }) => isThere(topic, partition))) {
    return answer(asked.topics, (topic, partition) =>
      isThere(topic, partition) ? 'OPERATION_NOT_ATTEMPTED' : 'UNKNOWN_TOPIC_OR_PARTITION',
    );
  }
  const { transactionalId, producerId, producerEpoch: epoch } = asked;
  if (asked.verifyOnly === true) {
    const known = context.transactions.state.byId.get(transactionalId);
    return answer(asked.topics, (topic, partition) =>
      known?.phase === 'Ongoing' && known.partitions.has(`${topic}/${partition}`) ? 'NONE' : 'INVALID_TXN_STATE',
    );
  }
  const error = await context.transactions.extend(transactionalId, { producerId, epoch }, { partitions });
  return answer(asked.topics, () => (error === 'PRODUCER_FENCED' && version < 2 ? 'INVALID_PRODUCER_EPOCH' : error));
}

function answer(
  topics: readonly TopicPartitions[],
  errorFor: (topic: string, partition: number) => ErrorName,
): { name: string; resultsByPartition: { partitionIndex: number; partitionErrorCode: number }[] }[] {
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({
      partitionIndex,
      partitionErrorCode: ErrorCode[errorFor(name, partitionIndex)],
    })),
  }));
}
