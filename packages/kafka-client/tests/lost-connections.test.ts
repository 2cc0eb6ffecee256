import { createServer, connect } from 'node:net';
import type { Server, Socket } from 'node:net';
import { KafkaClient, Producer, TopicLog } from '@millrace/kafka-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBroker } from './test-broker.ts';
import { readAll, startTestBroker } from './test-broker.ts';

/**
 * Between the client and the broker stands a proxy on another loopback address with the broker's port, which now and then
 * breaks a connection after the broker got a request and before the client gets the answer.
 */
const proxyHost = '127.0.0.2';

let broker: TestBroker;
let proxy: Server;
let client: KafkaClient;
let answers = 0;
let breakEvery = Infinity;

beforeAll(async () => {
  broker = await startTestBroker({ advertisedHost: proxyHost });
  const port = Number(broker.address.split(':')[1]);
  proxy = createServer((socket) => relay(socket, port));
  await new Promise<void>((resolve, reject) => {
    proxy.once('error', reject);
    proxy.listen(port, proxyHost, resolve);
  });
  client = await KafkaClient.connect({ bootstrap: `${proxyHost}:${port}`, clientId: 'test' });
});

afterAll(async () => {
  await client.close();
  proxy.close();
  await broker.close();
});

function relay(socket: Socket, port: number): void {
  const upstream = connect(port, '127.0.0.1');
  const end = (): void => {
    socket.destroy();
    upstream.destroy();
  };
  for (const side of [socket, upstream]) side.on('error', end).on('close', end);
  socket.on('data', (chunk) => upstream.write(chunk));
  upstream.on('data', (chunk) => {
    if (++answers % breakEvery === 0) end();
    else socket.write(chunk);
  });
}

test('records arrive once and in order although answers get lost', async () => {
  await client.createTopics([{ name: 'once', partitions: 2 }]);
  const producer = new Producer(client, { batchBytes: 500, lingerMs: 1 });
  breakEvery = 7;
  for (let i = 0; i < 4000; i++) {
    producer.send('once', { partition: i % 2, key: null, value: Buffer.from(`${i}`) });
    if (i % 100 === 0) await new Promise(setImmediate);
  }
  await producer.flush();
  breakEvery = Infinity;
  await producer.close();
  const expected = [0, 1].map((p) =>
    Array.from({ length: 4000 }, (_, i) => i)
      .filter((i) => i % 2 === p)
      .map(String),
  );
  expect(await readAll(client, 'once')).toEqual(expected);
});

test('transactions are whole although answers get lost', async () => {
  await client.createTopics([{ name: 'whole', partitions: 2 }]);
  const producer = new Producer(client, { transactionalId: 'whole' });
  breakEvery = 9;
  const committed: string[] = [];
  for (let i = 0; i < 30; i++) {
    await producer.begin();
    for (const partition of [0, 1]) producer.send('whole', { partition, key: null, value: Buffer.from(`${i}`) });
    if (i % 3 === 0) await producer.abort();
    else {
      await producer.commit();
      committed.push(`${i}`);
    }
  }
  breakEvery = Infinity;
  await producer.close();
  expect(await readAll(client, 'whole')).toEqual([committed, committed]);
});

test('an append tells the offset of its record although answers get lost', async () => {
  const log = await TopicLog.open(client, { topic: 'log', apply: () => undefined });
  breakEvery = 5;
  const offsets: number[] = [];
  for (let i = 0; i < 40; i++) offsets.push(await log.append([{ key: null, value: Buffer.from(`${i}`) }]));
  breakEvery = Infinity;
  await log.readTo(39);
  await log.close();
  expect(offsets).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(await readAll(client, 'log')).toEqual([offsets.map(String)]);
});
