import type { fetchApi, RequestOf, ResponseInput } from '@millrace/kafka-wire';
import { ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import type { PartitionLog } from '../storage/partition-log.ts';
import { waitForBytes } from './wait-for-bytes.ts';

type Request = RequestOf<typeof fetchApi>;
type Response = ResponseInput<typeof fetchApi>;
type Topic = Request['topics'][number];
type Partition = Topic['partitions'][number];
type PartitionAnswer = NonNullable<NonNullable<Response['responses']>[number]['partitions']>[number];

const readCommitted = 1;
const nothing = new Uint8Array(0);

/**
 * Reads whole batches as they are stored, up to `maxBytes` in all and `partitionMaxBytes` each, but always one batch when
 * there is one. Waits up to `maxWaitMs` until `minBytes` are there. Sessions (KIP-227) are refused by giving out id 0, so
 * that clients name all their partitions each time.
 */
export const fetch: Handler<typeof fetchApi> = async (context, request, call) => {
  const first = readAll(context, request);
  if (first.bytes >= request.minBytes || first.hasError || request.maxWaitMs <= 0) return first.response;
  await waitForBytes({
    logs: logsOf(context, request),
    bytes: Math.max(1, request.minBytes - first.bytes),
    isCommittedOnly: request.isolationLevel === readCommitted,
    maxWaitMs: request.maxWaitMs,
    signals: [context.closing, call.gone],
  });
  return readAll(context, request).response;
};

function readAll(
  context: BrokerContext,
  request: Request,
): { readonly response: Response; readonly bytes: number; readonly hasError: boolean } {
  let left = Math.min(request.maxBytes, Number(context.topics.brokerConfig('fetch.max.bytes')));
  let bytes = 0;
  let hasError = false;
  const responses = request.topics.map((topic) => {
    const known = context.topics.find(topic.topic, topic.topicId);
    const partitions = topic.partitions.map((partition): PartitionAnswer => {
      const log = known === undefined ? undefined : context.topics.log(known.name, partition.partition);
      if (log === undefined) {
        hasError = true;
        const isById = known === undefined && topic.topicId !== zeroUuid;
        return refusal(partition.partition, isById ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      }
      const answer = readPartition(log, partition, {
        maxBytes: Math.min(partition.partitionMaxBytes, left),
        atLeastOne: bytes === 0,
        isCommittedOnly: request.isolationLevel === readCommitted,
      });
      hasError ||= answer.errorCode !== ErrorCode.NONE;
      const size = answer.records.length;
      bytes += size;
      left = Math.max(0, left - size);
      return answer;
    });
    return { topic: topic.topic, topicId: topic.topicId, partitions };
  });
  return { response: { responses }, bytes, hasError };
}

function readPartition(
  log: PartitionLog,
  partition: Partition,
  limits: { readonly maxBytes: number; readonly atLeastOne: boolean; readonly isCommittedOnly: boolean },
): PartitionAnswer & { readonly errorCode: number; readonly records: Uint8Array } {
  const { startOffset, highWatermark, lastStableOffset } = log;
  const marks = { highWatermark, lastStableOffset, logStartOffset: startOffset };
  const offset = partition.fetchOffset;
  const partitionIndex = partition.partition;
  if (offset < startOffset || offset > log.endOffset) {
    return { ...refusal(partitionIndex, ErrorCode.OFFSET_OUT_OF_RANGE), ...marks, records: nothing };
  }
  const before = limits.isCommittedOnly ? lastStableOffset : highWatermark;
  const { maxBytes, atLeastOne } = limits;
  const records = log.read({ offset, before, maxBytes, atLeastOne });
  const abortedTransactions =
    limits.isCommittedOnly && records.length > 0
      ? log.abortedBetween(offset, before).map(({ producerId, firstOffset }) => ({ producerId, firstOffset }))
      : limits.isCommittedOnly
        ? []
        : null;
  return { partitionIndex, errorCode: ErrorCode.NONE, ...marks, abortedTransactions, records };
}

function refusal(partitionIndex: number, errorCode: number): PartitionAnswer & { readonly errorCode: number } {
  return { partitionIndex, errorCode, highWatermark: -1, records: nothing };
}

function logsOf(context: BrokerContext, request: Request): PartitionLog[] {
  return request.topics.flatMap((topic) => {
    const name = context.topics.find(topic.topic, topic.topicId)?.name ?? '';
    return topic.partitions.flatMap(({ partition }) => context.topics.log(name, partition) ?? []);
  });
}
