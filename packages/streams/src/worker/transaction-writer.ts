import { type KafkaClient, Producer } from '@millrace/kafka-client';
import type { TransactionWriter } from './ports.ts';

/** The broker aborts what is open for longer: a dead query's records must not hold readers up for long. */
const transactionTimeoutMs = 60_000;
/** More than one epoch holds: what is handed over is in memory already. */
const bufferBytesMax = 256 * 1024 * 1024;

/**
 * A transactional producer of finished batches. When a commit fails the caller opens a new one, which ends the open
 * transaction and fences this one, and goes on from the last commit.
 */
export async function openTransactionWriter(
  client: KafkaClient,
  transactionalId: string,
  group: string,
): Promise<TransactionWriter> {
  const producer = new Producer(client, { transactionalId, transactionTimeoutMs, bufferBytesMax });
  await producer.start();
  return {
    async commit({ batches, offsets }) {
      await producer.begin();
      // One after the other: a coordinator refuses to enlist offsets while it enlists partitions.
      if (offsets.length > 0) await producer.sendOffsets(group, offsets);
      await Promise.all(batches.map(({ topic, partition, batch }) => producer.sendBatch(topic, partition, batch)));
      await producer.commit();
    },
    close: () => producer.close(),
  };
}
