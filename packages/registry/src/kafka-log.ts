import { TopicLog, type KafkaClient } from '@millrace/kafka-client';
import type { OpenLog } from './log.ts';

export const schemasTopic = '_schemas';

/** The state's log on a Kafka topic: one partition, compacted, as Confluent's registry has it. */
export function topicLog(client: KafkaClient, topic: string): OpenLog {
  return (read) =>
    TopicLog.open(client, {
      topic,
      configs: { 'cleanup.policy': 'compact' },
      apply: ({ key, value }) => read(key, value),
    });
}
