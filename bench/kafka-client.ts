/**
 * Records a second of our client, beside @platformatic/kafka, on the same broker.
 *
 *     npm run bench bench/kafka-client.ts                   a null broker: the cost of the client alone
 *     npm run bench bench/kafka-client.ts 127.0.0.1:19092   any broker; measures reading too
 *
 * RECORDS (default 1,000,000) of BYTES (default 100) each, keys of 8 bytes, 6 partitions, COMPRESSION (default none).
 */
import { Worker } from 'node:worker_threads';
import { Fetcher, KafkaClient, Producer } from '@millrace/kafka-client';
import type { Compression } from '@millrace/kafka-wire';
import { RecordCursor } from '@millrace/kafka-wire';

const bootstrap = process.argv[2];
const records = Number(process.env['RECORDS'] ?? 1_000_000);
const bytes = Number(process.env['BYTES'] ?? 100);
const compression = (process.env['COMPRESSION'] ?? 'none') as Compression;
const rounds = Number(process.env['ROUNDS'] ?? 3);
const partitions = 6;

const value = Buffer.alloc(bytes, 'flights of 2001 ');
const keys = Array.from({ length: 1000 }, (_, i) => Buffer.from(`key-${i}`.padEnd(8, ' ')));

function report(what: string, count: number, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${what.padEnd(28)} ${Math.round(count / seconds / 1000)} k records/s`);
}

async function produceOurs(address: string, topic: string): Promise<void> {
  const client = await KafkaClient.connect({ bootstrap: address, clientId: 'bench' });
  const producer = new Producer(client, { compression });
  const startedAt = performance.now();
  for (let i = 0; i < records; i++) {
    const key = keys[i % keys.length] ?? null;
    if (!producer.send(topic, { key, value, timestamp: 1_000_000_000_000 + i })) await producer.drained();
    // As a real source would, let the event loop turn now and then.
    if (i % 10_000 === 0) await new Promise(setImmediate);
  }
  await producer.flush();
  report('ours, produce', records, startedAt);
  await producer.close();
  await client.close();
}

async function consumeOurs(address: string, topic: string): Promise<void> {
  const client = await KafkaClient.connect({ bootstrap: address, clientId: 'bench' });
  const fetcher = new Fetcher(client);
  const startedAt = performance.now();
  fetcher.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: 0 })));
  let seen = 0;
  let sum = 0;
  while (seen < records) {
    for (const { batches } of await fetcher.poll(1000)) {
      for (const batch of batches) {
        const cursor = new RecordCursor(batch);
        while (cursor.next()) {
          seen++;
          sum += cursor.valueLength;
        }
      }
    }
  }
  report(`ours, consume (${Math.round(sum / 1e6)} MB)`, seen, startedAt);
  await fetcher.close();
  await client.close();
}

async function producePlatformatic(address: string, topic: string): Promise<void> {
  const { Producer: Theirs } = await import('@platformatic/kafka');
  const producer = new Theirs({ clientId: 'bench', bootstrapBrokers: [address], idempotent: false });
  const count = Math.min(records, 200_000);
  const size = 2000;
  const startedAt = performance.now();
  const waiting = new Set<Promise<unknown>>();
  for (let i = 0; i < count; i += size) {
    const messages = Array.from({ length: size }, (_, j) => ({
      topic,
      key: keys[(i + j) % keys.length] ?? value,
      value,
    }));
    const sent: Promise<unknown> = producer.send({ messages, compression }).finally(() => waiting.delete(sent));
    waiting.add(sent);
    if (waiting.size >= 5) await Promise.race(waiting);
  }
  await Promise.all(waiting);
  report('@platformatic, produce', count, startedAt);
  await producer.close();
}

async function consumePlatformatic(address: string, topic: string): Promise<void> {
  const { Consumer: Theirs, MessagesStreamModes } = await import('@platformatic/kafka');
  const consumer = new Theirs({ clientId: 'bench', bootstrapBrokers: [address], groupId: `bench-${process.pid}` });
  const startedAt = performance.now();
  const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, autocommit: false });
  let seen = 0;
  for await (const _ of stream) if (++seen === records) break;
  report('@platformatic, consume', seen, startedAt);
  await consumer.close(true);
}

async function onBroker(address: string): Promise<void> {
  const topic = `bench-${process.pid}`;
  const client = await KafkaClient.connect({ bootstrap: address, clientId: 'bench' });
  for (let round = 0; round < rounds; round++) {
    await client.createTopics([
      { name: topic, partitions },
      { name: `${topic}-theirs`, partitions },
    ]);
    await produceOurs(address, topic);
    await producePlatformatic(address, `${topic}-theirs`);
    await consumeOurs(address, topic);
    await consumePlatformatic(address, topic);
    await client.deleteTopics([topic, `${topic}-theirs`]);
    await client.attempt('any', async () => {
      const { topics } = await client.metadata([topic]);
      if (topics[0]?.error === 'NONE') throw new Error(`${topic} is still there`);
    });
  }
  await client.close();
}

async function onNullBroker(): Promise<void> {
  const worker = new Worker(new URL('./null-broker.ts', import.meta.url));
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  for (let round = 0; round < rounds; round++) {
    await produceOurs(`127.0.0.1:${port}`, 'bench');
    await producePlatformatic(`127.0.0.1:${port}`, 'bench');
  }
  await worker.terminate();
}

await (bootstrap === undefined ? onNullBroker() : onBroker(bootstrap));
