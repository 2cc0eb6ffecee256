import { TopicLog } from '@millrace/kafka-client';
import type { KafkaClient } from '@millrace/kafka-client';
import { cloudEventContentType } from '@millrace/mesh';
import type { OpenFactLog } from './fact-log.ts';

export const factsTopic = '_millrace.facts';

/** Kept for ever: the catalog, the audit log and the history are this topic. */
const configs = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/** The facts' topic on a cluster, made when it is not there: one partition, structured CloudEvents keyed by subject. */
export const openKafkaFactLog =
  (client: KafkaClient): OpenFactLog =>
  async (read) => {
    const decoder = new TextDecoder();
    const encoder = new TextEncoder();
    const log = await TopicLog.open(client, {
      topic: factsTopic,
      configs,
      apply: ({ offset, value }) => read({ offset, value: decoder.decode(value ?? new Uint8Array()) }),
    });
    return {
      append: (subject, value) =>
        log.append([
          {
            key: encoder.encode(subject),
            value: encoder.encode(value),
            headers: [['content-type', encoder.encode(cloudEventContentType)]],
          },
        ]),
      readTo: (offset) => log.readTo(offset),
      close: () => log.close(),
    };
  };
