import type { Logger } from '@millrace/base';
import { KafkaClient, KafkaError } from '@millrace/kafka-client';
import { RecordBatchBuilder } from '@millrace/kafka-wire';
import type { ServerKafka, TopicFacts } from '../statements/server-kafka.ts';
import { murmur2Partition } from '../worker/partitioner.ts';
import { ensureTopics } from './topics.ts';

export interface ConnectedKafka extends ServerKafka {
  readonly client: KafkaClient;
  readonly clusterId: string;
}

/** The server's own connection: for the command topic and for what statements ask. */
export async function connectServerKafka(
  bootstrap: string,
  serviceId: string,
  logger: Logger,
): Promise<ConnectedKafka> {
  const client = await KafkaClient.connect({ bootstrap, clientId: `ksql-${serviceId}`, logger });
  const { clusterId } = await client.metadata([]);
  const topic = async (name: string): Promise<TopicFacts | undefined> => {
    const found = (await client.metadata([name])).topics.find((each) => each.name === name && each.error === 'NONE');
    return found === undefined ? undefined : factsOf(found);
  };
  return {
    client,
    clusterId: clusterId ?? '',
    topics: async () => (await client.metadata()).topics.filter((each) => each.error === 'NONE').map(factsOf),
    topic,
    createTopic: (name, partitions, replicas, configs) =>
      ensureTopics(client, [{ name, partitions, replicationFactor: replicas, configs }]),
    deleteTopics: async (names) => {
      for (const name of names) await ignoring(['UNKNOWN_TOPIC_OR_PARTITION'], client.deleteTopics([name]));
    },
    deleteGroup: (group) => ignoring(['GROUP_ID_NOT_FOUND', 'NON_EMPTY_GROUP'], client.deleteGroups([group])),
    produce: async (name, { key, value, timestamp }) => {
      const partitions = (await client.topic(name)).partitions.length;
      const batch = new RecordBatchBuilder();
      batch.append(key, value, timestamp);
      await client.produceBatch({ topic: name, partition: murmur2Partition(key, partitions), batch: batch.build() });
    },
    offsets: async (name, group) => {
      if ((await topic(name)) === undefined) return [];
      const [starts, ends, committed] = await Promise.all([
        client.listOffsets(name, 'earliest'),
        client.listOffsets(name, 'latest'),
        client.fetchOffsets(group, [name]),
      ]);
      return [...starts].map(([partition, logStartOffset]) => ({
        partition,
        logStartOffset,
        logEndOffset: ends.get(partition) ?? logStartOffset,
        consumerOffset: committed.find((each) => each.partition === partition)?.offset ?? 0,
      }));
    },
    close: () => client.close(),
  };
}

function factsOf(topic: {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: readonly { readonly replicas: readonly number[] }[];
}): TopicFacts {
  return {
    name: topic.name,
    internal: topic.internal,
    replicas: topic.partitions.map((partition) => partition.replicas.length),
  };
}

async function ignoring(codes: readonly string[], work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof KafkaError) || !codes.includes(error.codeName)) throw error;
  }
}
