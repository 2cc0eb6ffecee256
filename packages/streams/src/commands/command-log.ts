import { type KafkaClient, TopicLog } from '@millrace/kafka-client';
import type { CommandRecord } from './command.ts';

/** A record of the command topic as it was read back. */
export interface LoggedRecord {
  readonly offset: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** The topic that holds every command, in one order for all servers. */
export interface CommandLog {
  /** Appends, and waits until the record has been read back and applied. Gives its offset. */
  append(record: CommandRecord): Promise<number>;
  /** Waits until the record of this offset has been applied. */
  readTo(offset: number): Promise<void>;
  close(): Promise<void>;
}

export function commandTopic(serviceId: string): string {
  return `_confluent-ksql-${serviceId}_command_topic`;
}

/** Creates the topic if it is missing, hands all its records to `apply` in order, and then follows it. */
export async function openCommandLog(
  client: KafkaClient,
  serviceId: string,
  apply: (record: LoggedRecord) => void,
): Promise<CommandLog> {
  const log = await TopicLog.open(client, {
    topic: commandTopic(serviceId),
    configs: { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' },
    apply,
  });
  return {
    async append(record) {
      const offset = await log.append([record]);
      await log.readTo(offset);
      return offset;
    },
    readTo: (offset) => log.readTo(offset),
    close: () => log.close(),
  };
}
