import { MillraceError } from '@millrace/base';
import { KafkaClient } from '@millrace/kafka-client';
import { RecordBatchBuilder } from '@millrace/kafka-wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBroker } from './test-broker.ts';
import { startTestBroker } from './test-broker.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

test('a topic can be used as soon as it is created, and is gone when it is deleted', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'topics', partitions: 2 }]);
  expect((await client.topic('topics')).partitions.map(({ leader }) => leader)).toEqual([1, 1]);
  await client.createPartitions('topics', 3);
  expect((await client.topic('topics')).partitions).toHaveLength(3);
  await client.deleteTopics(['topics']);
  expect((await client.metadata(['topics'])).topics[0]?.error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
});

test('errors carry the name of the protocol and what was asked for, without waiting', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'once', partitions: 1 }]);
  await expect(client.createTopics([{ name: 'once', partitions: 1 }])).rejects.toMatchObject({
    codeName: 'TOPIC_ALREADY_EXISTS',
    message: expect.stringContaining('create topic once'),
  });
  await expect(client.deleteTopics(['never'])).rejects.toMatchObject({ codeName: 'UNKNOWN_TOPIC_OR_PARTITION' });
});

test('settings are set one by one, and put back', async () => {
  const { client } = broker;
  const topic = { type: 'topic', name: 'settings' } as const;
  await client.createTopics([{ name: 'settings', partitions: 1, configs: { 'retention.ms': '60000' } }]);
  await client.alterConfigs(topic, { 'cleanup.policy': 'compact', 'retention.ms': null });
  const [described] = await client.describeConfigs([topic]);
  const own = described?.configs.filter(({ source }) => source === 'topic').map(({ name, value }) => [name, value]);
  expect(own).toEqual([['cleanup.policy', 'compact']]);
});

test('offsets are found by place and by time', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'times', partitions: 2 }]);
  for (const timestamp of [1000, 2000, 3000]) {
    const builder = new RecordBatchBuilder();
    builder.append(null, Buffer.from('x'), timestamp);
    await client.produceBatch({ topic: 'times', partition: 1, batch: builder.build() });
  }
  expect([...(await client.listOffsets('times', 'earliest'))]).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect([...(await client.listOffsets('times', 'latest'))]).toEqual([
    [0, 0],
    [1, 3],
  ]);
  expect([...(await client.listOffsets('times', 1500))]).toEqual([
    [0, -1],
    [1, 1],
  ]);
});

test('offsets are stored for a group without members', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'read', partitions: 3 }]);
  const offset = { topic: 'read', partition: 2, offset: 7, metadata: 'm' };
  await client.commitOffsets('readers', [offset]);
  expect(await client.fetchOffsets('readers')).toEqual([offset]);
  expect(await client.fetchOffsets('readers', ['read'])).toEqual([offset]);
  expect((await client.listGroups()).map(({ groupId }) => groupId)).toContain('readers');
  expect((await client.describeGroups(['readers', 'nobody'])).map(({ state }) => state)).toEqual(['Empty', 'Dead']);
  await client.deleteGroups(['readers']);
  expect(await client.fetchOffsets('readers')).toEqual([]);
});

test('an address where nobody listens is told, with the address', async () => {
  const options = { bootstrap: '127.0.0.1:1', clientId: 'lost', retryTimeoutMs: 100 };
  const failure = await KafkaClient.connect(options).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MillraceError);
  expect(failure).toMatchObject({ code: 'UNREACHABLE', message: expect.stringContaining('127.0.0.1:1') });
});

test('a client that is closed says so', async () => {
  const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'closed' });
  await client.close();
  await expect(client.listOffsets('read', 'latest')).rejects.toThrow('the Kafka client is closed');
});
