import { Fetcher, forEachRecord, Producer } from '@millrace/kafka-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBroker } from './test-broker.ts';
import { startTestBroker } from './test-broker.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

async function fill(topic: string, count: number, partitions = 1): Promise<void> {
  await broker.client.createTopics([{ name: topic, partitions }]);
  const producer = new Producer(broker.client, { batchBytes: 1000 });
  for (let i = 0; i < count; i++)
    producer.send(topic, { partition: i % partitions, key: null, value: Buffer.from(`${i}`) });
  await producer.flush();
  await producer.close();
}

async function readUntil(fetcher: Fetcher, count: number): Promise<number[]> {
  const seen: number[] = [];
  while (seen.length < count) {
    for (const fetched of await fetcher.poll(1000)) forEachRecord(fetched, ({ offset }) => seen.push(offset));
  }
  return seen;
}

test('reading begins at the offset asked for, within a batch too', async () => {
  await fill('middle', 500);
  const fetcher = new Fetcher(broker.client);
  fetcher.assign([{ topic: 'middle', partition: 0, offset: 123 }]);
  expect(await readUntil(fetcher, 377)).toEqual(Array.from({ length: 377 }, (_, i) => i + 123));
  fetcher.assign([{ topic: 'middle', partition: 0, offset: 490 }]);
  expect(await readUntil(fetcher, 10)).toEqual(Array.from({ length: 10 }, (_, i) => i + 490));
  await fetcher.close();
});

test('a single fetch shows what is there, or the error', async () => {
  await fill('look', 10);
  const seen: number[] = [];
  for (const fetched of await broker.client.fetchPartitions([{ topic: 'look', partition: 0, offset: 7 }])) {
    expect(fetched.highWatermark).toBe(10);
    forEachRecord(fetched, ({ offset }) => seen.push(offset));
  }
  expect(seen).toEqual([7, 8, 9]);
  const beyond = broker.client.fetchPartitions([{ topic: 'look', partition: 0, offset: 70 }]);
  await expect(beyond).rejects.toMatchObject({ codeName: 'OFFSET_OUT_OF_RANGE' });
});

test('new records come to who waits', async () => {
  await fill('new', 1);
  const fetcher = new Fetcher(broker.client, { maxWaitMs: 20_000 });
  fetcher.assign([{ topic: 'new', partition: 0, offset: 1 }]);
  const seen = readUntil(fetcher, 1);
  const producer = new Producer(broker.client);
  producer.send('new', { key: null, value: Buffer.from('later') });
  await producer.close();
  expect(await seen).toEqual([1]);
  await fetcher.close();
});

test('fetching stops while nobody polls', async () => {
  await fill('bounded', 5000);
  const fetcher = new Fetcher(broker.client, { maxBytes: 4000, partitionMaxBytes: 4000, prefetchBytes: 10_000 });
  fetcher.assign([{ topic: 'bounded', partition: 0, offset: 0 }]);
  let largest = 0;
  for (let end = 0; end < 5000;) {
    const fetched = await fetcher.poll(1000);
    largest = Math.max(
      largest,
      fetched.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    end = fetched.at(-1)?.endOffset ?? end;
  }
  expect(largest).toBeLessThan(15_000);
  await fetcher.close();
});

test('a partition that is paused is not read, and others are', async () => {
  await fill('paused', 20, 2);
  const fetcher = new Fetcher(broker.client);
  fetcher.assign([0, 1].map((partition) => ({ topic: 'paused', partition, offset: 0 })));
  fetcher.pause('paused', 0);
  const partitions = new Set<number>();
  for (let end = 0; end < 10;) {
    for (const { partition, endOffset } of await fetcher.poll(1000)) {
      partitions.add(partition);
      end = endOffset;
    }
  }
  expect(partitions).toEqual(new Set([1]));
  fetcher.pause('paused', 0, false);
  expect(await readUntil(fetcher, 10)).toHaveLength(10);
  await fetcher.close();
});

test('an offset that is gone is told, or read on from as wished', async () => {
  await fill('gone', 10);
  const strict = new Fetcher(broker.client);
  strict.assign([{ topic: 'gone', partition: 0, offset: 99 }]);
  await expect(strict.poll(5000)).rejects.toMatchObject({ codeName: 'OFFSET_OUT_OF_RANGE' });
  await strict.close();
  const lenient = new Fetcher(broker.client, { outOfRange: 'earliest' });
  lenient.assign([{ topic: 'gone', partition: 0, offset: 99 }]);
  expect(await readUntil(lenient, 10)).toHaveLength(10);
  await lenient.close();
});

test('reading goes on when the broker comes back', async () => {
  await fill('restarted', 10);
  const fetcher = new Fetcher(broker.client);
  fetcher.assign([{ topic: 'restarted', partition: 0, offset: 0 }]);
  expect(await readUntil(fetcher, 10)).toHaveLength(10);
  await broker.restart();
  const producer = new Producer(broker.client);
  producer.send('restarted', { key: null, value: Buffer.from('x') });
  await producer.flush();
  expect(await readUntil(fetcher, 1)).toEqual([10]);
  await producer.close();
  await fetcher.close();
});
