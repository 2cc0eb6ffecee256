import type { produceApi, RequestOf } from '@millrace/kafka-wire';
import { ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import type { TopicState } from '../cluster/cluster-state.ts';
import { partitionKey } from '../groups/offsets-state.ts';
import { viewOf } from '../storage/batch-fields.ts';
import type { PartitionLog } from '../storage/partition-log.ts';
import { producerBatchOf } from '../storage/partition-log.ts';
import { refuseBatch } from '../storage/validate-batch.ts';
import { refuseTransactionalWrite } from '../transactions/decide.ts';
import { refuseKeyless } from './keyless.ts';

type Request = RequestOf<typeof produceApi>;
type PartitionData = Request['topicData'][number]['partitionData'][number];

interface PartitionAnswer {
  readonly index: number;
  readonly errorCode: number;
  readonly errorMessage?: string;
  readonly baseOffset: number;
  readonly logAppendTimeMs?: number;
  readonly logStartOffset?: number;
}

/**
 * Appends one batch to each partition as it came, after its checksum and, for idempotent producers, its place in the
 * sequence are checked. Answers when all are durable; at once, and with nothing, for acks 0. A batch that is there already
 * is answered with the offset that it got the first time.
 */
export const produce: Handler<typeof produceApi> = async (context, request) => {
  const isAcksValid = request.acks === 0 || request.acks === 1 || request.acks === -1;
  const waiting: Promise<PartitionAnswer>[] = [];
  const responses = request.topicData.map(({ name, topicId, partitionData }) => {
    const topic = context.topics.find(name, topicId);
    const partitions = partitionData.map((data) => {
      if (!isAcksValid) return Promise.resolve(refusal(data.index, 'INVALID_REQUIRED_ACKS'));
      if (topic === undefined) {
        return Promise.resolve(
          refusal(data.index, topicId === zeroUuid ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'UNKNOWN_TOPIC_ID'),
        );
      }
      return appendTo(context, request.transactionalId, topic, data);
    });
    waiting.push(...partitions);
    return { name, topicId, partitions };
  });
  if (request.acks === 0) {
    for (const answer of waiting) answer.catch(() => undefined);
    return undefined;
  }
  await Promise.all(waiting);
  const answered = responses.map(async ({ name, topicId, partitions }) => ({
    name,
    topicId,
    partitionResponses: await Promise.all(partitions),
  }));
  return { responses: await Promise.all(answered) };
};

function appendTo(
  context: BrokerContext,
  transactionalId: string | null,
  topic: TopicState,
  data: PartitionData,
): Promise<PartitionAnswer> {
  const log = context.topics.log(topic.name, data.index);
  if (log === undefined) return Promise.resolve(refusal(data.index, 'UNKNOWN_TOPIC_OR_PARTITION'));
  if (data.records === null || data.records.length === 0) {
    return Promise.resolve(
      refusal(data.index, 'INVALID_RECORD', 'A produce request holds one record batch for each partition.'),
    );
  }
  const view = viewOf(data.records);
  const wrong = refuseBatch(data.records, view, topic.settings.maxMessageBytes);
  if (wrong !== undefined) return Promise.resolve(refusal(data.index, wrong));
  if (topic.settings.isCompacted && refuseKeyless(data.records)) {
    const why = 'A compacted topic takes no records without a key.';
    return Promise.resolve(refusal(data.index, 'INVALID_RECORD', why));
  }
  if (log.hasFailed) return Promise.resolve(refusal(data.index, 'KAFKA_STORAGE_ERROR'));
  const batch = producerBatchOf(view);
  if (batch?.isTransactional !== true) return appended(context, topic, log, data.index, data.records);
  return appendTransactional(context, transactionalId, topic, log, data.index, data.records);
}

function appendTransactional(
  context: BrokerContext,
  transactionalId: string | null,
  topic: TopicState,
  log: PartitionLog,
  partition: number,
  records: Uint8Array,
): Promise<PartitionAnswer> {
  const batch = producerBatchOf(viewOf(records));
  if (transactionalId === null || batch === undefined) {
    return Promise.resolve(refusal(partition, 'INVALID_TXN_STATE'));
  }
  const transaction = context.transactions.state.byId.get(transactionalId);
  const wrong = refuseTransactionalWrite(transaction, batch, partitionKey(topic.name, partition));
  if (wrong !== undefined) return Promise.resolve(refusal(partition, wrong));
  return appended(context, topic, log, partition, records);
}

async function appended(
  context: BrokerContext,
  topic: TopicState,
  log: PartitionLog,
  index: number,
  records: Uint8Array,
): Promise<PartitionAnswer> {
  try {
    const result = log.append(records, context.clock.now());
    if (result.kind === 'refused') return refusal(index, result.code);
    if (result.kind === 'appended') await result.durable;
    else await log.flush();
    const { baseOffset, timestamp: logAppendTimeMs } = result;
    return { index, errorCode: ErrorCode.NONE, baseOffset, logAppendTimeMs, logStartOffset: log.startOffset };
  } catch (error) {
    context.logger.error({ error, topic: topic.name, partition: index }, 'the disk refused records');
    return refusal(index, 'KAFKA_STORAGE_ERROR');
  }
}

function refusal(index: number, code: ErrorName, errorMessage?: string): PartitionAnswer {
  const answer = { index, errorCode: ErrorCode[code], baseOffset: -1 };
  return errorMessage === undefined ? answer : { ...answer, errorMessage };
}
