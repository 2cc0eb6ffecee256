import { createPartitionsApi, createTopicsApi, deleteTopicsApi, ErrorCode } from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import { KafkaError, throwOnAdminError, throwOnError } from '../kafka-error.ts';

const timeoutMs = 30_000;

export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  /** Default: the broker's. */
  readonly replicationFactor?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

export async function createTopics(client: KafkaClient, topics: readonly NewTopic[]): Promise<void> {
  const body = {
    timeoutMs,
    topics: topics.map((topic) => ({
      name: topic.name,
      numPartitions: topic.partitions,
      replicationFactor: topic.replicationFactor ?? -1,
      configs: Object.entries(topic.configs ?? {}).map(([name, value]) => ({ name, value })),
    })),
  };
  await client.attempt('controller', async () => {
    const response = await client.request('controller', createTopicsApi, body);
    for (const { name, errorCode, errorMessage } of response.topics) {
      throwOnError(errorCode, `create topic ${name}`, errorMessage);
    }
  });
  for (const topic of topics) await awaitLeaders(client, topic.name, topic.partitions);
}

/** Controllers answer before all brokers know of a topic. */
async function awaitLeaders(client: KafkaClient, name: string, partitions: number): Promise<void> {
  await client.attempt('any', async () => {
    const topic = (await client.metadata([name])).topics[0];
    throwOnError(ErrorCode[topic?.error ?? 'UNKNOWN_TOPIC_OR_PARTITION'], `topic ${name}`);
    const ready = topic?.partitions.filter(({ leader }) => leader >= 0).length ?? 0;
    if (ready < partitions) {
      client.forgetTopic(name);
      throw new KafkaError(
        ErrorCode.LEADER_NOT_AVAILABLE,
        `topic ${name}`,
        `${ready} of ${partitions} partitions have a leader`,
      );
    }
  });
}

export async function deleteTopics(client: KafkaClient, names: readonly string[]): Promise<void> {
  await client.attempt('controller', async () => {
    const byName = names.map((name) => ({ name }));
    const response = await client.request('controller', deleteTopicsApi, await deleteBody(client, names, byName));
    for (const { name, errorCode, errorMessage } of response.responses) {
      throwOnAdminError(errorCode, `delete topic ${name ?? ''}`, errorMessage);
    }
  });
  for (const name of names) client.forgetTopic(name);
}

/** Version 6 moved the names into structs, which can name a topic by its id instead. */
async function deleteBody(
  client: KafkaClient,
  topicNames: readonly string[],
  topics: readonly { name: string }[],
): Promise<
  { timeoutMs: number; topicNames: readonly string[] } | { timeoutMs: number; topics: readonly { name: string }[] }
> {
  const connection = await client.connectionTo('controller');
  return connection.versionOf(deleteTopicsApi) < 6 ? { timeoutMs, topicNames } : { timeoutMs, topics };
}

export async function createPartitions(client: KafkaClient, topic: string, count: number): Promise<void> {
  await client.attempt('controller', async () => {
    const response = await client.request('controller', createPartitionsApi, {
      timeoutMs,
      topics: [{ name: topic, count, assignments: null }],
    });
    for (const { errorCode, errorMessage } of response.results) {
      throwOnAdminError(errorCode, `raise the partitions of ${topic} to ${count}`, errorMessage);
    }
  });
  await awaitLeaders(client, topic, count);
}
