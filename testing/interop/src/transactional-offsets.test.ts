import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokerUnderTest } from './broker-under-test.ts';

let broker: Awaited<ReturnType<typeof brokerUnderTest>>;

beforeAll(async () => {
  broker = await brokerUnderTest();
});

afterAll(() => broker.close());

test('offsets of a transaction count when it commits, and not when it aborts', async () => {
  const kafka = new Kafka({ brokers: [broker.bootstrap], logLevel: logLevel.NOTHING });
  const topic = `offsets-${randomUUID()}`;
  const groupId = `${topic}-group`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  const producer = kafka.producer({
    transactionalId: `${topic}-producer`,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const run = async (offset: string, outcome: 'commit' | 'abort'): Promise<string | undefined> => {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: 'derived' }] });
    await transaction.sendOffsets({
      consumerGroupId: groupId,
      topics: [{ topic, partitions: [{ partition: 0, offset }] }],
    });
    await transaction[outcome]();
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    return committed?.partitions[0]?.offset;
  };
  expect(await run('5', 'commit')).toBe('5');
  expect(await run('9', 'abort')).toBe('5');
  expect(await run('7', 'commit')).toBe('7');
  await producer.disconnect();
  await admin.disconnect();
});
