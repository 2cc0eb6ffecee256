import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import {
  addPartitionsToTxnApi,
  endTxnApi,
  initProducerIdApi,
  metadataApi,
  offsetCommitApi,
  offsetFetchApi,
} from '@millrace/kafka-wire';
import { expect, onTestFinished, test } from 'vitest';
import { batchOf, createTopic, openClient, produce, readAll, temporaryDirectory } from './fixtures.ts';
import type { WireClient } from './wire-client.ts';

async function startChild(dataDir: string): Promise<{ child: ChildProcess; client: WireClient }> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [dataDir], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: string) => resolve(message));
    child.once('exit', () => reject(new Error('the broker ended at its start')));
  });
  return { child, client: await openClient(address) };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

test('acknowledged records survive a broker that is killed while it writes', async () => {
  const dataDir = await temporaryDirectory();
  const acknowledged: string[] = [];
  let sent = 0;
  for (let round = 0; round < 3; round++) {
    const { child, client } = await startChild(dataDir);
    if (round === 0) await createTopic(client, 'kept');
    const lane = async (): Promise<void> => {
      for (;;) {
        const value = `value-${sent++}`;
        const { errorCode } = await produce(client, 'kept', batchOf([value]));
        if (errorCode === 0) acknowledged.push(value);
        if (acknowledged.length === (round + 1) * 200) void kill(child);
      }
    };
    await Promise.all(Array.from({ length: 8 }, () => lane().catch(() => undefined)));
  }
  const { client } = await startChild(dataDir);
  const found = await readAll(client, 'kept');
  expect(acknowledged.length).toBeGreaterThanOrEqual(600);
  expect(acknowledged.filter((value) => !found.includes(value))).toEqual([]);
  expect(new Set(found).size).toBe(found.length);
});

test('topics, committed offsets and transactions are as they were after a kill', async () => {
  const dataDir = await temporaryDirectory();
  const first = await startChild(dataDir);
  await createTopic(first.client, 'topic', 2);
  const offsets = [
    { name: 'topic', partitions: [{ partitionIndex: 1, committedOffset: 42, committedMetadata: 'mark' }] },
  ];
  await first.client.call(offsetCommitApi, 8, { groupId: 'group', topics: offsets });
  const run = async (client: WireClient, transactionalId: string, value: string, committed: boolean | undefined) => {
    const { producerId, producerEpoch } = await client.call(initProducerIdApi, 4, {
      transactionalId,
      transactionTimeoutMs: 60_000,
    });
    const identity = { producerId, producerEpoch };
    await client.call(addPartitionsToTxnApi, 3, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: 'topic', partitions: [0] }],
    });
    const batch = batchOf([value], { ...identity, baseSequence: 0, isTransactional: true });
    expect(await produce(client, 'topic', batch, 0, transactionalId)).toMatchObject({ errorCode: 0 });
    if (committed === undefined) return producerEpoch;
    expect(await client.call(endTxnApi, 3, { transactionalId, ...identity, committed })).toMatchObject({
      errorCode: 0,
    });
    return producerEpoch;
  };
  await run(first.client, 'a', 'committed', true);
  await run(first.client, 'b', 'aborted', false);
  const openEpoch = await run(first.client, 'c', 'open', undefined);
  await kill(first.child);

  const { client } = await startChild(dataDir);
  const { topics } = await client.call(metadataApi, 9, { topics: null });
  expect(topics.map(({ name, partitions }) => [name, partitions.length])).toEqual([['topic', 2]]);
  const { groups } = await client.call(offsetFetchApi, 8, { groups: [{ groupId: 'group', topics: null }] });
  expect(groups[0]?.topics[0]?.partitions).toMatchObject([
    { partitionIndex: 1, committedOffset: 42, metadata: 'mark' },
  ]);
  expect(await readAll(client, 'topic', 0, 1)).toEqual(['committed']);
  // The producer of the open transaction comes back: what it left is aborted, and it goes on with a higher epoch.
  expect(await run(client, 'c', 'second try', true)).toBeGreaterThan(openEpoch);
  expect(await readAll(client, 'topic', 0, 1)).toEqual(['committed', 'second try']);
});
