import type { produceApi, RequestOf } from '@millrace/kafka-wire';
import { ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import type { Refused } from '../door/door.ts';
import type { TopicState } from '../cluster/cluster-state.ts';
import { partitionKey } from '../groups/offsets-state.ts';
import { viewOf } from '../storage/batch-fields.ts';
import type { Appended, PartitionLog } from '../storage/partition-log.ts';
import { producerBatchOf } from '../storage/partition-log.ts';
import { refuseBatch } from '../storage/validate-batch.ts';
import { refuseTransactionalWrite } from '../transactions/decide.ts';
import { refuseKeyless } from './keyless.ts';

type Request = RequestOf<typeof produceApi>;
type PartitionData = Request['topicData'][number]['partitionData'][number];

interface PartitionAnswer {
  readonly index: number;
  readonly errorCode: number;
  readonly errorMessage?: string | null;
  readonly recordErrors?: Refused['recordErrors'];
  readonly baseOffset: number;
  readonly logAppendTimeMs?: number;
  readonly logStartOffset?: number;
}

interface Batch {
  readonly transactionalId: string | null;
  readonly topic: string;
  readonly index: number;
  readonly log: PartitionLog;
  readonly records: Uint8Array;
}

/**
 * Appends one batch to each partition as it came, after its checksum and, for idempotent producers, its place in the
 * sequence are checked; for topics that ask for it, its records too. Answers when all are durable; at once, and with nothing,
 * for acks 0. A batch that is there already is answered with the offset that it got the first time.
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
  const { index, records } = data;
  const log = context.topics.log(topic.name, index);
  if (log === undefined) return Promise.resolve(refusal(index, 'UNKNOWN_TOPIC_OR_PARTITION'));
  if (records === null || records.length === 0) {
    return Promise.resolve(
      refusal(index, 'INVALID_RECORD', 'A produce request holds one record batch for each partition.'),
    );
  }
  const { maxMessageBytes, isCompacted, recordCheck: check } = topic.settings;
  const wrong = refuseBatch(records, viewOf(records), maxMessageBytes);
  if (wrong !== undefined) return Promise.resolve(refusal(index, wrong));
  if (isCompacted && refuseKeyless(records)) {
    const why = 'A compacted topic takes no records without a key.';
    return Promise.resolve(refusal(index, 'INVALID_RECORD', why));
  }
  const batch: Batch = { transactionalId, topic: topic.name, index, log, records };
  if (context.door.isOpen(log, check)) return acknowledged(context, batch, write(context, batch));
  const atDoor = { topic: topic.name, check, log, bytes: records, batchBytesMax: maxMessageBytes };
  return context.door
    .enter(atDoor, () => write(context, batch))
    .then((written) => acknowledged(context, batch, written));
}

/** What holds at this moment decides: since the batch came its topic may have been deleted, or its transaction ended. */
function write(context: BrokerContext, { transactionalId, topic, index, log, records }: Batch): Appended | Refused {
  if (context.topics.log(topic, index) !== log) return { kind: 'refused', code: 'UNKNOWN_TOPIC_OR_PARTITION' };
  if (log.hasFailed) return { kind: 'refused', code: 'KAFKA_STORAGE_ERROR' };
  const batch = producerBatchOf(viewOf(records));
  if (batch?.isTransactional === true) {
    if (transactionalId === null) return { kind: 'refused', code: 'INVALID_TXN_STATE' };
    const transaction = context.transactions.state.byId.get(transactionalId);
    const wrong = refuseTransactionalWrite(transaction, batch, partitionKey(topic, index));
    if (wrong !== undefined) return { kind: 'refused', code: wrong };
  }
  try {
    return log.append(records, context.clock.now());
  } catch (error) {
    return diskRefused(context, { topic, index }, error);
  }
}

async function acknowledged(
  context: BrokerContext,
  { topic, index, log }: Batch,
  written: Appended | Refused,
): Promise<PartitionAnswer> {
  if (written.kind === 'refused') return refusalOf(index, written);
  try {
    await (written.kind === 'appended' ? written.durable : log.flush());
  } catch (error) {
    return refusalOf(index, diskRefused(context, { topic, index }, error));
  }
  const { baseOffset, timestamp: logAppendTimeMs } = written;
  return { index, errorCode: ErrorCode.NONE, baseOffset, logAppendTimeMs, logStartOffset: log.startOffset };
}

function diskRefused(context: BrokerContext, place: Pick<Batch, 'topic' | 'index'>, error: unknown): Refused {
  context.logger.error({ error, topic: place.topic, partition: place.index }, 'the disk refused records');
  return { kind: 'refused', code: 'KAFKA_STORAGE_ERROR' };
}

function refusal(index: number, code: ErrorName, message?: string): PartitionAnswer {
  return refusalOf(index, { kind: 'refused', code, ...(message === undefined ? {} : { message }) });
}

function refusalOf(index: number, { code, message, recordErrors = [] }: Refused): PartitionAnswer {
  return { index, errorCode: ErrorCode[code], baseOffset: -1, errorMessage: message ?? null, recordErrors };
}
