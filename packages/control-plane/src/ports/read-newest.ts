import type { KafkaClient } from '@millrace/kafka-client';
import { controlType, decodeRecords, ErrorCode, fetchApi, iterateBatches } from '@millrace/kafka-wire';
import type { BatchSlice } from '@millrace/kafka-wire';
import type { PartitionOffsets, StoredRecord } from './cluster.ts';

/** Offsets before the wanted ones, because transaction markers and aborted records take some. */
const slack = 16;
/** How much further back each further look begins. */
const backFactor = 8;
const looksMax = 4;
const fetchBytesMax = 4 * 1024 * 1024;
const channel = 'samples';

/** The last committed records of one partition, at most `limit`, in no particular order. */
export function readNewest(
  client: KafkaClient,
  topic: string,
  offsets: PartitionOffsets,
  limit: number,
): Promise<readonly StoredRecord[]> {
  return lookBack(offsets, limit, (from) => readRange(client, topic, offsets, from));
}

/** The greatest timestamp of the last batches of one partition, by their headers alone. Markers have no event's time. */
export async function readNewestTimestamp(
  client: KafkaClient,
  topic: string,
  offsets: PartitionOffsets,
): Promise<number | undefined> {
  const times = await lookBack(offsets, 1, async (from) => {
    const found: number[] = [];
    for await (const { header } of readBatches(client, topic, offsets, from))
      if (!header.isControl) found.push(header.maxTimestamp);
    return found;
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Reads the end of a partition, and further back each time, until there are `limit` things or nothing is before. */
async function lookBack<T>(
  { earliest, latest }: PartitionOffsets,
  limit: number,
  read: (from: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  let back = limit + slack;
  for (let look = 1; ; look++) {
    const from = Math.max(earliest, latest - back);
    const found = await read(from);
    if (found.length >= limit || from === earliest || look === looksMax) return found.slice(-limit);
    back *= backFactor;
  }
}

async function readRange(
  client: KafkaClient,
  topic: string,
  offsets: PartitionOffsets,
  from: number,
): Promise<readonly StoredRecord[]> {
  const { partition, latest } = offsets;
  const records: StoredRecord[] = [];
  const aborted = new AbortedTransactions();
  for await (const batch of readBatches(client, topic, offsets, from, aborted)) {
    const { header } = batch;
    if (header.isControl) aborted.end(header.producerId, controlType(decodeRecords(batch)[0]?.key ?? null));
    else if (!header.isTransactional || !aborted.holds(header.producerId, header.baseOffset))
      for (const { offset, timestamp, key, value, headers } of decodeRecords(batch))
        if (offset >= from && offset < latest) records.push({ partition, offset, timestamp, key, value, headers });
  }
  return records;
}

async function* readBatches(
  client: KafkaClient,
  topic: string,
  { partition, latest }: PartitionOffsets,
  from: number,
  aborted?: AbortedTransactions,
): AsyncGenerator<BatchSlice> {
  let next = from;
  while (next < latest) {
    const answer = await fetchOnce(client, topic, partition, next);
    aborted?.learn(answer.abortedTransactions ?? []);
    const before = next;
    for (const batch of iterateBatches(answer.records ?? new Uint8Array())) {
      next = batch.header.baseOffset + batch.header.lastOffsetDelta + 1;
      yield batch;
    }
    // Nothing more to read although the end says so: what follows was compacted away.
    if (next === before) break;
  }
}

async function fetchOnce(client: KafkaClient, topic: string, partition: number, fetchOffset: number) {
  const target = { leader: { topic, partition } };
  const { id } = await client.topic(topic);
  const { responses } = await client.request(
    target,
    fetchApi,
    {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: fetchBytesMax,
      isolationLevel: 1,
      topics: [{ topic, topicId: id, partitions: [{ partition, fetchOffset, partitionMaxBytes: fetchBytesMax }] }],
    },
    { channel },
  );
  const answer = responses[0]?.partitions[0];
  if (answer === undefined || answer.errorCode !== ErrorCode.NONE) {
    // The leader moved or the log was cut meanwhile: the next look finds out.
    client.forgetTopic(topic);
    return { records: null, abortedTransactions: null };
  }
  return answer;
}

/** Tells which transactional batches were aborted, from the list of a fetch and the markers in the log. */
class AbortedTransactions {
  readonly #known = new Set<string>();
  readonly #waiting: { readonly producerId: number; readonly firstOffset: number }[] = [];
  readonly #open = new Set<number>();

  learn(list: readonly { readonly producerId: number; readonly firstOffset: number }[]): void {
    for (const transaction of list) {
      const key = `${transaction.producerId}@${transaction.firstOffset}`;
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      this.#waiting.push(transaction);
    }
  }

  holds(producerId: number, offset: number): boolean {
    for (const [index, transaction] of this.#waiting.entries())
      if (transaction.producerId === producerId && transaction.firstOffset <= offset) {
        this.#open.add(producerId);
        this.#waiting.splice(index, 1);
        break;
      }
    return this.#open.has(producerId);
  }

  end(producerId: number, control: 'abort' | 'commit' | 'other'): void {
    if (control !== 'other') this.#open.delete(producerId);
  }
}
