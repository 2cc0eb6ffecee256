import { connect } from 'node:net';
import {
  alterConfigsApi,
  apiVersionsApi,
  createAclsApi,
  createTopicsApi,
  deleteTopicsApi,
  describeConfigsApi,
  describeGroupsApi,
  encodeRequest,
  ErrorCode,
  fetchApi,
  joinGroupApi,
  metadataApi,
  offsetFetchApi,
  offsetCommitApi,
  produceApi,
} from '@millrace/kafka-wire';
import { expect, test, vi } from 'vitest';
import { startBroker } from '@millrace/broker';
import { batchOf, createTopic, openBroker, openClient, produce, readAll, temporaryDirectory } from './fixtures.ts';

const fetchOf = (topic: string, fetchOffset: number, wait: { minBytes: number; maxWaitMs: number }) => ({
  ...wait,
  topics: [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1_000_000 }] }],
});

test('a data directory belongs to one broker at a time', async () => {
  const dataDir = await temporaryDirectory();
  const first = await openBroker({ dataDir });
  await expect(startBroker({ dataDir, host: '127.0.0.1', port: 0 })).rejects.toMatchObject({
    code: 'DATA_DIRECTORY_LOCKED',
  });
  expect(first.port).toBeGreaterThan(0);
});

test('a taken port is told, and the data directory is left to others', async () => {
  const { port } = await openBroker();
  const dataDir = await temporaryDirectory();
  await expect(startBroker({ dataDir, host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
  await openBroker({ dataDir });
});

test('a setting that the broker does not have is refused by name', async () => {
  const options = { dataDir: await temporaryDirectory(), host: '127.0.0.1', port: 0 };
  await expect(startBroker({ ...options, config: { 'no.such.thing': '1' } })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { setting: 'no.such.thing' },
  });
});

test('asking for the metadata of a new topic creates it, unless the request forbids it', async () => {
  const client = await openClient((await openBroker({ config: { 'num.partitions': '3' } })).address);
  const ask = async (name: string, allowAutoTopicCreation: boolean) =>
    (await client.call(metadataApi, 9, { topics: [{ name }], allowAutoTopicCreation })).topics[0];
  expect(await ask('made', false)).toMatchObject({ errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION });
  expect((await ask('made', true))?.partitions).toHaveLength(3);
  expect((await ask('made', false))?.partitions).toHaveLength(3);
  expect(await ask('not a name', true)).toMatchObject({ errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION });
});

test('a request that is not served is answered with the protocol’s own error, and the connection stays', async () => {
  const client = await openClient((await openBroker()).address);
  const answer = await client.call(createAclsApi, 3, { creations: [{ resourceName: 'x', principal: 'p', host: '*' }] });
  expect(answer.results).toMatchObject([{ errorCode: ErrorCode.UNSUPPORTED_VERSION }]);
  const unknown = Buffer.from([0, 0, 0, 10, 3, 232, 0, 0, 0, 0, 0, 7, 255, 255]);
  expect((await client.raw(unknown)).readInt32BE(0)).toBe(7);
  expect((await client.call(metadataApi, 9, { topics: null })).brokers).toHaveLength(1);
});

test('ApiVersions in a version from the future is answered in version 0, and tells Produce from version 0', async () => {
  const client = await openClient((await openBroker()).address);
  const request = Buffer.concat(
    encodeRequest(
      apiVersionsApi,
      3,
      { correlationId: 9, clientId: null },
      { clientSoftwareName: 'a', clientSoftwareVersion: '1' },
    ),
  );
  request.writeInt16BE(99, 6);
  const frame = await client.raw(request);
  expect(frame.readInt16BE(4)).toBe(ErrorCode.UNSUPPORTED_VERSION);
  const { apiKeys } = await client.call(apiVersionsApi, 0, {});
  expect(apiKeys.find(({ apiKey }) => apiKey === produceApi.key)).toMatchObject({ minVersion: 0, maxVersion: 13 });
});

test('requests on one connection take effect at once, and are answered in their order', async () => {
  const client = await openClient((await openBroker()).address);
  await createTopic(client, 'ordered');
  const started = performance.now();
  // The client checks that each answer is to the oldest request; the fetch is answered because the produce is not held up.
  const [fetched] = await Promise.all([
    client.call(fetchApi, 11, fetchOf('ordered', 0, { minBytes: 1, maxWaitMs: 20_000 })),
    produce(client, 'ordered', batchOf(['a'])),
    client.call(metadataApi, 9, { topics: null }),
  ]);
  expect(fetched.responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(0);
  expect(performance.now() - started).toBeLessThan(5000);
});

test('a fetch waits for records, and is answered as soon as there are enough', async () => {
  const { address } = await openBroker();
  const [reader, writer] = [await openClient(address), await openClient(address)];
  await createTopic(writer, 'awaited');
  const started = performance.now();
  const fetched = reader.call(fetchApi, 11, fetchOf('awaited', 0, { minBytes: 1, maxWaitMs: 20_000 }));
  await produce(writer, 'awaited', batchOf(['a']));
  expect((await fetched).responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(0);
  expect(performance.now() - started).toBeLessThan(5000);
});

test('a fetch that finds too little is answered when its time is up', async () => {
  const client = await openClient((await openBroker()).address);
  await createTopic(client, 'scarce');
  await produce(client, 'scarce', batchOf(['a']));
  const { responses } = await client.call(fetchApi, 11, fetchOf('scarce', 0, { minBytes: 100_000, maxWaitMs: 50 }));
  expect(responses[0]?.partitions[0]).toMatchObject({ errorCode: 0, highWatermark: 1 });
  expect(responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(0);
});

test('wrong batches are refused, each for its own reason', async () => {
  const client = await openClient((await openBroker()).address);
  await createTopic(client, 'strict', 1, { 'max.message.bytes': '500' });
  await createTopic(client, 'compacted', 1, { 'cleanup.policy': 'compact' });
  const broken = batchOf(['a']);
  broken[broken.length - 1] = 1;
  const two = Buffer.concat([batchOf(['a']), batchOf(['b'])]);
  expect(await produce(client, 'strict', broken)).toMatchObject({ errorCode: ErrorCode.CORRUPT_MESSAGE });
  expect(await produce(client, 'strict', two)).toMatchObject({ errorCode: ErrorCode.INVALID_RECORD });
  expect(await produce(client, 'strict', batchOf(['x'.repeat(600)]))).toMatchObject({
    errorCode: ErrorCode.MESSAGE_TOO_LARGE,
  });
  expect(await produce(client, 'strict', batchOf(['a'], { isControl: true }))).toMatchObject({
    errorCode: ErrorCode.INVALID_RECORD,
  });
  expect(await produce(client, 'strict', batchOf(['a']), 7)).toMatchObject({
    errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  });
  expect(await produce(client, 'compacted', batchOf(['keyed']))).toMatchObject({ errorCode: 0 });
  expect(await readAll(client, 'strict')).toEqual([]);
});

test('topic settings are checked, told with their sources, and given back to their defaults', async () => {
  const client = await openClient((await openBroker({ config: { 'log.retention.ms': '5000' } })).address);
  const made = await client.call(createTopicsApi, 7, {
    topics: [
      { name: 'good', numPartitions: 1, replicationFactor: 1, configs: [{ name: 'cleanup.policy', value: 'compact' }] },
      { name: 'bad-name', numPartitions: 1, replicationFactor: 1, configs: [{ name: 'no.such', value: '1' }] },
      {
        name: 'bad-value',
        numPartitions: 1,
        replicationFactor: 1,
        configs: [{ name: 'segment.bytes', value: 'many' }],
      },
    ],
  });
  expect(made.topics.map(({ errorCode }) => errorCode)).toEqual([
    0,
    ErrorCode.INVALID_CONFIG,
    ErrorCode.INVALID_CONFIG,
  ]);
  expect(made.topics[1]?.errorMessage).toContain('no.such');
  const describe = async (name: string) => {
    const { results } = await client.call(describeConfigsApi, 4, {
      resources: [{ resourceType: 2, resourceName: 'good', configurationKeys: [name] }],
    });
    return results[0]?.configs[0];
  };
  expect(await describe('cleanup.policy')).toMatchObject({ value: 'compact', configSource: 1 });
  expect(await describe('retention.ms')).toMatchObject({ value: '5000', configSource: 4 });
  expect(await describe('segment.bytes')).toMatchObject({ value: '1073741824', configSource: 5 });
  await client.call(alterConfigsApi, 2, { resources: [{ resourceType: 2, resourceName: 'good', configs: [] }] });
  expect(await describe('cleanup.policy')).toMatchObject({ value: 'delete', configSource: 5 });
});

test('a topic that is made again under the same name has none of the old records or offsets', async () => {
  const client = await openClient((await openBroker()).address);
  await createTopic(client, 'again');
  await produce(client, 'again', batchOf(['old']));
  await client.call(offsetCommitApi, 8, {
    groupId: 'g',
    topics: [{ name: 'again', partitions: [{ committedOffset: 1, committedMetadata: null }] }],
  });
  await client.call(deleteTopicsApi, 6, { topics: [{ name: 'again' }] });
  await createTopic(client, 'again');
  expect(await readAll(client, 'again')).toEqual([]);
  const { groups } = await client.call(offsetFetchApi, 8, {
    groups: [{ groupId: 'g', topics: [{ name: 'again', partitionIndexes: [0] }] }],
  });
  expect(groups[0]?.topics[0]?.partitions[0]).toMatchObject({ committedOffset: -1 });
});

test('a request that is larger than allowed ends its connection only', async () => {
  const { address } = await openBroker({ config: { 'socket.request.max.bytes': '1000' } });
  const [large, other] = [await openClient(address), await openClient(address)];
  await expect(large.raw(Buffer.from([0x7f, 0xff, 0xff, 0xff]))).rejects.toThrow('closed');
  expect((await other.call(metadataApi, 9, { topics: null })).brokers).toHaveLength(1);
});

test('connections beyond the limit are closed, and those below it served', async () => {
  const broker = await openBroker({ config: { 'max.connections': '1' } });
  const first = await openClient(broker.address);
  await first.call(metadataApi, 9, { topics: null });
  await new Promise((resolve) => connect(broker.port, '127.0.0.1').once('close', resolve));
  expect((await first.call(metadataApi, 9, { topics: null })).brokers).toHaveLength(1);
});

test('a broker on all addresses tells each client the one by which it came', async () => {
  const { port } = await openBroker({ host: '0.0.0.0' });
  for (const host of ['127.0.0.1', '127.0.0.2']) {
    const client = await openClient(`${host}:${port}`);
    expect((await client.call(metadataApi, 9, { topics: null })).brokers).toMatchObject([{ host, port }]);
  }
});

test('closing sends members that wait for their group to look for a coordinator again', async () => {
  const broker = await startBroker({ dataDir: await temporaryDirectory(), host: '127.0.0.1', port: 0 });
  const joinOf = async () =>
    (await openClient(broker.address)).call(joinGroupApi, 3, {
      groupId: 'g',
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 60_000,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: new Uint8Array(0) }],
    });
  expect((await joinOf()).errorCode).toBe(0);
  const waiting = joinOf();
  const observer = await openClient(broker.address);
  const isRebalancing = async (): Promise<boolean> =>
    (await observer.call(describeGroupsApi, 5, { groups: ['g'] })).groups[0]?.groupState === 'PreparingRebalance';
  await vi.waitUntil(isRebalancing, { timeout: 10_000 });
  await broker.close();
  expect((await waiting).errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE);
});

test('closing answers a fetch that waits, and what was acknowledged is there afterwards', async () => {
  const dataDir = await temporaryDirectory();
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const client = await openClient(broker.address);
  await createTopic(client, 'closing');
  expect(await produce(client, 'closing', batchOf(['last']))).toMatchObject({ errorCode: 0 });
  const fetched = client.call(fetchApi, 11, fetchOf('closing', 1, { minBytes: 1, maxWaitMs: 60_000 }));
  // Its answer on the same connection would come later: this one shows that the fetch was received.
  await (await openClient(broker.address)).call(metadataApi, 9, { topics: null });
  await broker.close();
  expect((await fetched).responses[0]?.partitions[0]).toMatchObject({ errorCode: 0, highWatermark: 1 });
  const again = await openBroker({ dataDir });
  expect(await readAll(await openClient(again.address), 'closing')).toEqual(['last']);
});
