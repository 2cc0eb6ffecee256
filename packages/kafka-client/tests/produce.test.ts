import { Producer } from '@millrace/kafka-client';
import { compressions, partitionOf } from '@millrace/kafka-wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBroker } from './test-broker.ts';
import { readAll, startTestBroker } from './test-broker.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker({ config: { 'auto.create.topics.enable': 'false' } });
});
afterAll(() => broker.close());

test.each(compressions)('records arrive once, in order, with %s', async (compression) => {
  const { client } = broker;
  const topic = `ordered-${compression}`;
  await client.createTopics([{ name: topic, partitions: 3 }]);
  const producer = new Producer(client, { compression, batchBytes: 2000 });
  for (let i = 0; i < 2000; i++) producer.send(topic, { partition: i % 3, key: null, value: Buffer.from(`${i}`) });
  await producer.flush();
  await producer.close();
  const expected = [0, 1, 2].map((p) =>
    Array.from({ length: 2000 }, (_, i) => i)
      .filter((i) => i % 3 === p)
      .map(String),
  );
  expect(await readAll(client, topic)).toEqual(expected);
});

test('a key always goes to the partition that other clients choose for it', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'keys', partitions: 5 }]);
  const producer = new Producer(client);
  const keys = Array.from({ length: 50 }, (_, i) => `key-${i}`);
  for (const key of keys) producer.send('keys', { key: Buffer.from(key), value: Buffer.from(key) });
  await producer.flush();
  await producer.close();
  const read = await readAll(client, 'keys');
  for (const key of keys) expect(read[partitionOf(Buffer.from(key), 5)]).toContain(key);
});

test('records without a key are spread over the partitions', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'spread', partitions: 3 }]);
  const producer = new Producer(client, { batchBytes: 500 });
  for (let i = 0; i < 300; i++) producer.send('spread', { key: null, value: Buffer.from(`${i}`) });
  await producer.flush();
  await producer.close();
  for (const values of await readAll(client, 'spread')) expect(values.length).toBeGreaterThan(50);
});

test('flush tells what could not be delivered, and the producer goes on', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'limits', partitions: 1, configs: { 'max.message.bytes': '1000' } }]);
  const producer = new Producer(client);
  producer.send('limits', { key: null, value: Buffer.alloc(5000) });
  await expect(producer.flush()).rejects.toMatchObject({ codeName: 'MESSAGE_TOO_LARGE' });
  producer.send('limits', { key: null, value: Buffer.from('small') });
  await producer.flush();
  producer.send('missing', { key: null, value: Buffer.from('x') });
  await expect(producer.flush()).rejects.toMatchObject({ codeName: 'UNKNOWN_TOPIC_OR_PARTITION' });
  await producer.close();
  expect(await readAll(client, 'limits')).toEqual([['small']]);
});

test('send asks to hold on when much is waiting', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'much', partitions: 1 }]);
  const producer = new Producer(client, { bufferBytesMax: 10_000 });
  let refusals = 0;
  for (let i = 0; i < 100; i++) {
    if (!producer.send('much', { key: null, value: Buffer.alloc(1000) })) {
      refusals++;
      await producer.drained();
    }
  }
  await producer.flush();
  await producer.close();
  expect(refusals).toBeGreaterThan(5);
  expect([...(await client.listOffsets('much', 'latest'))]).toEqual([[0, 100]]);
});

test('without acknowledgements records arrive all the same', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'unacknowledged', partitions: 1 }]);
  const producer = new Producer(client, { acks: 0 });
  for (let i = 0; i < 10; i++) producer.send('unacknowledged', { key: null, value: Buffer.from('x') });
  await producer.flush();
  await expect.poll(() => client.listOffsets('unacknowledged', 'latest')).toEqual(new Map([[0, 10]]));
  await producer.close();
});
