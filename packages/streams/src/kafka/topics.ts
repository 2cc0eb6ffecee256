import { KafkaError, type KafkaClient } from '@millrace/kafka-client';

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly configs: Readonly<Record<string, string>>;
}

/** Creates those of the topics that are missing. A topic that another server made meanwhile is as good. */
export async function ensureTopics(client: KafkaClient, specs: readonly TopicSpec[]): Promise<void> {
  if (specs.length === 0) return;
  const { topics } = await client.metadata(specs.map((spec) => spec.name));
  const there = new Set(topics.filter((topic) => topic.error === 'NONE').map((topic) => topic.name));
  for (const spec of specs) {
    if (there.has(spec.name)) continue;
    try {
      await client.createTopics([spec]);
    } catch (error) {
      if (!(error instanceof KafkaError) || error.codeName !== 'TOPIC_ALREADY_EXISTS') throw error;
    }
  }
}
