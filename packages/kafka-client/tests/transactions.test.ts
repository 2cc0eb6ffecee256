import { isFenced, Producer } from '@millrace/kafka-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBroker } from './test-broker.ts';
import { readAll, startTestBroker } from './test-broker.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

function value(text: string): { key: null; value: Buffer } {
  return { key: null, value: Buffer.from(text) };
}

test('what a transaction wrote is seen when it is committed, and never when it is aborted', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'tx', partitions: 2 }]);
  const producer = new Producer(client, { transactionalId: 'seen' });
  await producer.begin();
  for (const partition of [0, 1]) producer.send('tx', { partition, ...value(`kept-${partition}`) });
  await producer.flush();
  expect(await readAll(client, 'tx')).toEqual([[], []]);
  await producer.commit();
  await producer.begin();
  producer.send('tx', { partition: 0, ...value('dropped') });
  await producer.flush();
  await producer.abort();
  await producer.close();
  expect(await readAll(client, 'tx')).toEqual([['kept-0'], ['kept-1']]);
  expect((await readAll(client, 'tx', 'read_uncommitted'))[0]).toEqual(['kept-0', 'dropped']);
});

test('offsets are stored with the transaction or not at all', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'offsets', partitions: 1 }]);
  const producer = new Producer(client, { transactionalId: 'offsets' });
  await producer.begin();
  await producer.sendOffsets('group', [{ topic: 'offsets', partition: 0, offset: 5 }]);
  await producer.commit();
  await producer.begin();
  await producer.sendOffsets('group', [{ topic: 'offsets', partition: 0, offset: 9 }]);
  await producer.abort();
  await producer.close();
  expect((await client.fetchOffsets('group')).map(({ offset }) => offset)).toEqual([5]);
});

test('records and offsets that are sent at once belong to one transaction', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'both', partitions: 3 }]);
  const producer = new Producer(client, { transactionalId: 'both', lingerMs: 0 });
  for (let i = 0; i < 5; i++) {
    await producer.begin();
    for (const partition of [0, 1, 2]) producer.send('both', { partition, ...value(`${i}`) });
    const offset = { topic: 'both', partition: 0, offset: i };
    await Promise.all([
      producer.flush(),
      producer.sendOffsets('both', [offset]),
      producer.sendOffsets('other', [offset]),
    ]);
    await producer.commit();
  }
  await producer.close();
  expect((await readAll(client, 'both'))[2]).toEqual(['0', '1', '2', '3', '4']);
  for (const group of ['both', 'other']) {
    expect((await client.fetchOffsets(group)).map(({ offset }) => offset)).toEqual([4]);
  }
});

test('a transaction with a batch that cannot be delivered cannot be committed, and the next one can', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'broken', partitions: 1, configs: { 'max.message.bytes': '1000' } }]);
  const producer = new Producer(client, { transactionalId: 'broken', batchBytes: 500 });
  await producer.begin();
  producer.send('broken', value('before'));
  producer.send('broken', { key: null, value: Buffer.alloc(5000) });
  producer.send('broken', value('after'));
  await expect(producer.commit()).rejects.toMatchObject({ codeName: 'MESSAGE_TOO_LARGE' });
  await producer.abort();
  await producer.begin();
  producer.send('broken', value('next'));
  await producer.commit();
  await producer.close();
  expect(await readAll(client, 'broken')).toEqual([['next']]);
});

test('a newer producer of the same id fences the older, and what that left open is aborted', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'fenced', partitions: 1 }]);
  const older = new Producer(client, { transactionalId: 'fenced' });
  await older.begin();
  older.send('fenced', value('older'));
  await older.flush();
  const newer = new Producer(client, { transactionalId: 'fenced' });
  await newer.begin();
  newer.send('fenced', value('newer'));
  await newer.commit();
  await expect(older.commit().catch((error: unknown) => isFenced(error))).resolves.toBe(true);
  expect(() => older.send('fenced', value('more'))).toThrow();
  await older.close();
  await newer.close();
  expect(await readAll(client, 'fenced')).toEqual([['newer']]);
});

test('a producer that is closed within a transaction aborts it', async () => {
  const { client } = broker;
  await client.createTopics([{ name: 'left', partitions: 1 }]);
  const producer = new Producer(client, { transactionalId: 'left' });
  await producer.begin();
  producer.send('left', value('x'));
  await producer.flush();
  await producer.close();
  expect(await client.listOffsets('left', 'latest', { isolation: 'read_committed' })).toEqual(new Map([[0, 2]]));
  expect(await readAll(client, 'left')).toEqual([[]]);
});
