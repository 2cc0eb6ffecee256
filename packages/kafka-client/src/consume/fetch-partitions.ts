import { assert } from '@millrace/base';
import { fetchApi } from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import { throwOnError } from '../kafka-error.ts';
import type { FetchedPartition, Isolation } from './fetched-partition.ts';
import { fetchedPartition } from './fetched-partition.ts';
import type { PartitionOffset } from './fetcher.ts';

export interface FetchOptions {
  /** Default read_uncommitted. */
  readonly isolation?: Isolation;
  /** How long a broker may wait for something new. Default 0. */
  readonly maxWaitMs?: number;
  /** Bytes of one partition. Default 1 MiB. */
  readonly partitionMaxBytes?: number;
}

const bytesMax = 32 * 1024 * 1024;
let channels = 0;

/** Fetches once from each of the partitions. To read on and on there is Fetcher. */
export async function fetchPartitions(
  client: KafkaClient,
  partitions: readonly PartitionOffset[],
  options: FetchOptions = {},
): Promise<FetchedPartition[]> {
  const channel = `fetch-once-${++channels}`;
  try {
    return await Promise.all(partitions.map((partition) => fetchOne(client, partition, options, channel)));
  } finally {
    client.closeChannel(channel);
  }
}

async function fetchOne(
  client: KafkaClient,
  { topic, partition, offset }: PartitionOffset,
  options: FetchOptions,
  channel: string,
): Promise<FetchedPartition> {
  const { isolation = 'read_uncommitted', maxWaitMs = 0, partitionMaxBytes = 1024 * 1024 } = options;
  const target = { leader: { topic, partition } };
  const wanted = { partition, fetchOffset: offset, partitionMaxBytes };
  const body = {
    maxWaitMs,
    minBytes: 1,
    maxBytes: bytesMax,
    isolationLevel: isolation === 'read_committed' ? 1 : 0,
    topics: [{ topic, partitions: [wanted] }],
  };
  return client.attempt(target, async () => {
    const response = await client.request(target, fetchApi, body, { channel, timeoutMs: maxWaitMs + 30_000 });
    throwOnError(response.errorCode, `fetch from ${topic}-${partition}`);
    const answer = response.responses[0]?.partitions[0];
    assert(answer !== undefined, 'a fetch without an error answers for the partition asked for');
    throwOnError(answer.errorCode, `fetch from ${topic}-${partition} at offset ${offset}`);
    return fetchedPartition(topic, offset, answer, isolation);
  });
}
