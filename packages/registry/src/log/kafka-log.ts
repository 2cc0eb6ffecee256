import { MillraceError } from '@millrace/base';
import { TopicLog, type KafkaClient } from '@millrace/kafka-client';
import type { OpenLog } from './state-log.ts';

export const schemasTopic = '_schemas';

/**
 * The state's log on a Kafka topic: one partition, compacted, as Confluent's registry has it.
 * @throws MillraceError CONFIG_INVALID when the topic is there and not compacted: schemas would vanish with its old records
 */
export function topicLog(client: KafkaClient, topic: string): OpenLog {
  return async (read) => {
    const log = await TopicLog.open(client, {
      topic,
      configs: { 'cleanup.policy': 'compact' },
      apply: ({ key, value, timestamp, headers }) => read(key, value, timestamp, headers),
    });
    const policy = await cleanupPolicy(client, topic);
    if (policy === undefined || policy === 'compact') return log;
    await log.close();
    const message = `Topic ${topic}, which holds the registry's state, has cleanup.policy=${policy}; it must be compact.`;
    throw new MillraceError('CONFIG_INVALID', message, { details: { topic, policy } });
  };
}

/** Undefined where the broker does not tell. */
async function cleanupPolicy(client: KafkaClient, topic: string): Promise<string | undefined> {
  const [described] = await client.describeConfigs([{ type: 'topic', name: topic }]);
  return described?.configs.find(({ name }) => name === 'cleanup.policy')?.value ?? undefined;
}
