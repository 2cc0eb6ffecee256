import { KafkaClient, TopicLog } from '@millrace/kafka-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBroker } from './test-broker.ts';
import { startTestBroker } from './test-broker.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

function record(text: string): { key: Uint8Array; value: Uint8Array } {
  return { key: Buffer.from('k'), value: Buffer.from(text) };
}

async function openLog(topic: string, client = broker.client): Promise<{ log: TopicLog; seen: string[] }> {
  const seen: string[] = [];
  const log = await TopicLog.open(client, {
    topic,
    configs: { 'cleanup.policy': 'compact' },
    apply: ({ offset, value }) => seen.push(`${offset} ${Buffer.from(value ?? []).toString()}`),
  });
  return { log, seen };
}

test('a log is replayed when it is opened, then followed', async () => {
  const first = await openLog('state');
  expect(await first.log.append([record('a'), record('b')])).toBe(1);
  const second = await openLog('state');
  expect(second.seen).toEqual(['0 a', '1 b']);
  const last = await first.log.append([record('c')]);
  await second.log.readTo(last);
  await first.log.readTo(last);
  expect(second.seen).toEqual(['0 a', '1 b', '2 c']);
  expect(first.seen).toEqual(second.seen);
  expect(second.log.end).toBe(3);
  await first.log.close();
  await second.log.close();
});

test('two that open a missing log at once share it', async () => {
  const logs = await Promise.all([openLog('raced'), openLog('raced')]);
  await Promise.all(logs.map(({ log }, i) => log.append([record(`from-${i}`)])));
  await Promise.all(logs.map(({ log }) => log.readTo(1)));
  expect(logs[0]?.seen).toHaveLength(2);
  expect(logs[0]?.seen).toEqual(logs[1]?.seen);
  const { topics } = await broker.client.metadata(['raced']);
  expect(topics[0]?.partitions).toHaveLength(1);
  for (const { log } of logs) await log.close();
});

test('a record that cannot be applied ends the log, and who waits hears why', async () => {
  const writer = await openLog('poisoned');
  const log = await TopicLog.open(broker.client, {
    topic: 'poisoned',
    apply: ({ offset }) => {
      if (offset === 1) throw new Error('record 1 is not understood');
    },
  });
  await writer.log.append([record('a'), record('b')]);
  await expect(log.readTo(1)).rejects.toThrow('record 1 is not understood');
  await expect(log.append([record('c')])).rejects.toThrow('record 1 is not understood');
  await log.close();
  await writer.log.close();
});

test('appending goes on when the broker comes back', async () => {
  const { log, seen } = await openLog('restarted');
  await log.append([record('a')]);
  await broker.restart();
  await log.readTo(await log.append([record('b')]));
  expect(seen).toEqual(['0 a', '1 b']);
  await log.close();
});

test('who waits for a log whose client is closed is told so', async () => {
  const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'closing' });
  const { log } = await openLog('closing', client);
  const waiting = expect(log.readTo(5)).rejects.toThrow('closed');
  await client.close();
  await waiting;
  await log.close();
});
