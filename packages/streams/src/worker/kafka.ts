import type { Logger } from '@millrace/base';
import { KafkaClient } from '@millrace/kafka-client';
import { ensureTopics } from '../kafka/topics.ts';
import { openPartitionReader } from './partition-reader.ts';
import type { QueryKafka, TopicOffset } from './ports.ts';
import { openTransactionWriter } from './transaction-writer.ts';

/** The queries' side of a Kafka cluster. */
export async function connectKafka(
  bootstrap: string,
  clientId: string,
  logger: Logger,
): Promise<QueryKafka & { close(): Promise<void> }> {
  const client = await KafkaClient.connect({ bootstrap, clientId, logger });
  return {
    ensureTopics: (specs) => ensureTopics(client, specs),
    async partitionCounts(topics) {
      const found = await Promise.all(topics.map((name) => client.topic(name)));
      return new Map(found.map((topic) => [topic.name, topic.partitions.length]));
    },
    openTransactions: (transactionalId, group) => openTransactionWriter(client, transactionalId, group),
    committedOffsets: (group, topics) => client.fetchOffsets(group, topics),
    async edgeOffsets(edge, partitions) {
      const byTopic = Map.groupBy(partitions, (each) => each.topic);
      const lists = await Promise.all(
        [...byTopic].map(async ([topic, list]): Promise<readonly TopicOffset[]> => {
          const numbers = list.map((each) => each.partition);
          const offsets = await client.listOffsets(topic, edge, { isolation: 'read_committed', partitions: numbers });
          return [...offsets].map(([partition, offset]) => ({ topic, partition, offset }));
        }),
      );
      return lists.flat();
    },
    read: (from) => openPartitionReader(client, from),
    close: () => client.close(),
  };
}
