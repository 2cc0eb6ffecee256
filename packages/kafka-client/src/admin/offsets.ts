import { listOffsetsApi } from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import { throwOnError } from '../kafka-error.ts';

/** The start, the end, or a time in milliseconds since 1970. */
export type OffsetSpec = 'earliest' | 'latest' | number;

export interface ListOffsetsOptions {
  /** With read_committed the end is the last stable offset. Default read_uncommitted. */
  readonly isolation?: 'read_uncommitted' | 'read_committed';
  /** Default: all of the topic. */
  readonly partitions?: readonly number[];
}

export async function listOffsets(
  client: KafkaClient,
  topic: string,
  at: OffsetSpec,
  options: ListOffsetsOptions = {},
): Promise<Map<number, number>> {
  const offsets = new Map<number, number>();
  await client.attempt({ leader: { topic, partition: 0 } }, async () => {
    const known = (await client.topic(topic)).partitions;
    const wanted = options.partitions ?? known.map(({ partition }) => partition);
    const byLeader = Map.groupBy(
      wanted.filter((partition) => !offsets.has(partition)),
      (partition) => known[partition]?.leader ?? -1,
    );
    await Promise.all([...byLeader].map(([, list]) => listAtLeader(client, topic, list, at, options, offsets)));
  });
  return new Map([...offsets].sort(([a], [b]) => a - b));
}

async function listAtLeader(
  client: KafkaClient,
  topic: string,
  partitions: readonly number[],
  at: OffsetSpec,
  options: ListOffsetsOptions,
  offsets: Map<number, number>,
): Promise<void> {
  const timestamp = at === 'latest' ? -1 : at === 'earliest' ? -2 : at;
  const target = { leader: { topic, partition: partitions[0] ?? 0 } };
  const response = await client.request(target, listOffsetsApi, {
    replicaId: -1,
    isolationLevel: options.isolation === 'read_committed' ? 1 : 0,
    topics: [{ name: topic, partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp })) }],
  });
  for (const { partitions: answers } of response.topics) {
    for (const { partitionIndex, errorCode, offset } of answers) {
      throwOnError(errorCode, `offsets of ${topic}-${partitionIndex}`);
      offsets.set(partitionIndex, offset);
    }
  }
}
