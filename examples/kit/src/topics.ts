import { KafkaClient } from '@millrace/kafka-client';

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** `retention.ms` is -1 unless given: event times may be long past. */
  readonly configs?: Readonly<Record<string, string>>;
}

/** Creates the topics that are not there; gives the number of committed records in each. */
export async function ensureTopics(broker: string, topics: readonly TopicSpec[]): Promise<ReadonlyMap<string, number>> {
  const client = await KafkaClient.connect({ bootstrap: broker, clientId: 'millrace-example' });
  try {
    const there = new Set((await client.metadata()).topics.map((topic) => topic.name));
    const missing = topics.filter((topic) => !there.has(topic.name));
    if (missing.length > 0) {
      await client.createTopics(
        missing.map(({ name, partitions, configs }) => ({
          name,
          partitions,
          replicationFactor: 1,
          configs: { 'retention.ms': '-1', ...configs },
        })),
      );
    }
    const counts = new Map<string, number>();
    for (const { name } of topics) {
      const [first, last] = await Promise.all([
        client.listOffsets(name, 'earliest'),
        client.listOffsets(name, 'latest', { isolation: 'read_committed' }),
      ]);
      counts.set(
        name,
        [...last].reduce((sum, [partition, offset]) => sum + offset - (first.get(partition) ?? 0), 0),
      );
    }
    return counts;
  } finally {
    await client.close();
  }
}
