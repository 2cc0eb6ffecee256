import { Producer } from '@millrace/kafka-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventCounter } from '../src/ports/event-counter.ts';
import type { PartitionOffsets } from '../src/ports/cluster.ts';
import { servers } from './support/servers.ts';

const topic = 'counted';
let ground: Awaited<ReturnType<typeof servers>>;
beforeAll(async () => {
  ground = await servers();
  await ground.client.createTopics([{ name: topic, partitions: 2 }]);
});
afterAll(() => ground.close());

async function offsets(): Promise<readonly PartitionOffsets[]> {
  const earliest = await ground.client.listOffsets(topic, 'earliest');
  const latest = await ground.client.listOffsets(topic, 'latest');
  return [...latest].map(([partition, end]) => ({ partition, earliest: earliest.get(partition) ?? 0, latest: end }));
}

test('markers and aborted records are not events, and what comes later is counted on', async () => {
  const producer = new Producer(ground.client, { transactionalId: 'writer' });
  const write = async (count: number, end: 'commit' | 'abort'): Promise<void> => {
    await producer.begin();
    for (let index = 0; index < count; index++)
      producer.send(topic, { partition: index % 2, key: null, value: Buffer.from('x') });
    await producer.flush();
    await producer[end]();
  };
  await write(6, 'commit');
  await write(4, 'abort');
  const counter = new EventCounter(ground.client);
  const first = await offsets();
  expect(counter.events(topic, first)).toBe(14);
  await counter.countOn(topic, first);
  expect(counter.events(topic, first)).toBe(6);
  await write(3, 'commit');
  const second = await offsets();
  await counter.countOn(topic, second);
  expect(counter.events(topic, second)).toBe(9);
  await producer.close();
});
