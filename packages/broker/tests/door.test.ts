import type { Broker, RecordValidator } from '@millrace/broker';
import { startBroker } from '@millrace/broker';
import {
  addPartitionsToTxnApi,
  createTopicsApi,
  deleteTopicsApi,
  endTxnApi,
  ErrorCode,
  incrementalAlterConfigsApi,
  initProducerIdApi,
  metadataApi,
  produceApi,
} from '@millrace/kafka-wire';
import { expect, test, vi } from 'vitest';
import { batchOf, createTopic, openBroker, openClient, produce, readAll, temporaryDirectory } from './fixtures.ts';
import type { WireClient } from './wire-client.ts';

const level = 'millrace.value.schema.validation';

/** Refuses the value `bad`. Shut, it lets all wait until it is opened. */
class Gate {
  readonly #waiting: (() => void)[] = [];
  #isShut = false;

  readonly validator: RecordValidator = async ({ records }) => {
    if (this.#isShut) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return records.flatMap(({ index, value }) => (isBad(value) ? [{ index, reason: 'it is bad' }] : []));
  };

  shut(): void {
    this.#isShut = true;
  }

  open(): void {
    this.#isShut = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Resolves when a batch waits. */
  isWaitedAt(): Promise<unknown> {
    return vi.waitUntil(() => this.#waiting.length > 0, { timeout: 10_000 });
  }
}

const isBad = (value: Uint8Array | null): boolean => Buffer.from(value ?? []).toString() === 'bad';

/** A topic `orders` that asks for a check. */
async function openGate(): Promise<{ gate: Gate; broker: Broker; client: WireClient }> {
  const gate = new Gate();
  const broker = await openBroker({ validator: gate.validator });
  const client = await openClient(broker.address);
  await createTopic(client, 'orders', 1, { [level]: 'id' });
  return { gate, broker, client };
}

async function setLevel(client: WireClient, value: string) {
  const configs = [{ name: level, configOperation: 0, value }];
  const { responses } = await client.call(incrementalAlterConfigsApi, 1, {
    resources: [{ resourceType: 2, resourceName: 'orders', configs }],
  });
  return responses[0];
}

test('a refused batch is told as KIP-467 says, and nothing of it is written', async () => {
  const { client } = await openGate();
  expect(await produce(client, 'orders', batchOf(['good']))).toMatchObject({ errorCode: 0, baseOffset: 0 });
  expect(await produce(client, 'orders', batchOf(['good', 'bad'], { compression: 'lz4' }))).toMatchObject({
    errorCode: ErrorCode.INVALID_RECORD,
    errorMessage: expect.stringContaining('Record 1: it is bad') as string,
    recordErrors: [{ batchIndex: 1, batchIndexErrorMessage: 'it is bad' }],
    baseOffset: -1,
  });
  expect(await produce(client, 'orders', batchOf(['after']))).toMatchObject({ errorCode: 0, baseOffset: 1 });
  expect(await readAll(client, 'orders')).toEqual(['good', 'after']);
});

test('a producer that speaks a version without reasons is told the code', async () => {
  const { client } = await openGate();
  const { responses } = await client.call(produceApi, 7, {
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: 'orders', partitionData: [{ index: 0, records: batchOf(['bad']) }] }],
  });
  expect(responses[0]?.partitionResponses[0]).toMatchObject({ errorCode: ErrorCode.INVALID_RECORD });
});

test('a batch that waits is not overtaken, even when its topic asks for no check any more', async () => {
  const { gate, broker, client } = await openGate();
  gate.shut();
  const first = produce(client, 'orders', batchOf(['first']));
  const altered = setLevel(client, 'none');
  const second = produce(client, 'orders', batchOf(['second']));
  void createTopic(client, 'sign');
  const observer = await openClient(broker.address);
  await vi.waitUntil(async () => {
    const { topics } = await observer.call(metadataApi, 9, { topics: null, allowAutoTopicCreation: false });
    return topics.some(({ name }) => name === 'sign');
  });
  await gate.isWaitedAt();
  expect(await readAll(observer, 'orders')).toEqual([]);
  gate.open();
  expect([(await first).baseOffset, (await altered)?.errorCode, (await second).baseOffset]).toEqual([0, 0, 1]);
  expect(await readAll(client, 'orders')).toEqual(['first', 'second']);
});

test('an idempotent producer goes on in its sequence behind a refused batch', async () => {
  const { client } = await openGate();
  const batch = (value: string, baseSequence: number): Uint8Array =>
    batchOf([value], { producerId: 9, producerEpoch: 0, baseSequence });
  expect(await produce(client, 'orders', batch('a', 0))).toMatchObject({ errorCode: 0 });
  expect(await produce(client, 'orders', batch('bad', 1))).toMatchObject({ errorCode: ErrorCode.INVALID_RECORD });
  expect(await produce(client, 'orders', batch('c', 2))).toMatchObject({
    errorCode: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
  });
  expect(await produce(client, 'orders', batch('b', 1))).toMatchObject({ errorCode: 0, baseOffset: 1 });
  expect(await readAll(client, 'orders')).toEqual(['a', 'b']);
});

test('a batch that still waits when its transaction ends is not written after the marker', async () => {
  const { gate, broker, client } = await openGate();
  const transactionalId = 'writer';
  const identity = await client.call(initProducerIdApi, 4, { transactionalId, transactionTimeoutMs: 60_000 });
  const { producerId, producerEpoch } = identity;
  await client.call(addPartitionsToTxnApi, 3, {
    v3AndBelowTransactionalId: transactionalId,
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: [{ name: 'orders', partitions: [0] }],
  });
  const batch = (value: string, baseSequence: number): Uint8Array =>
    batchOf([value], { producerId, producerEpoch, baseSequence, isTransactional: true });
  expect(await produce(client, 'orders', batch('in time', 0), 0, transactionalId)).toMatchObject({ errorCode: 0 });
  gate.shut();
  const late = produce(client, 'orders', batch('late', 1), 0, transactionalId);
  await gate.isWaitedAt();
  const other = await openClient(broker.address);
  const ended = await other.call(endTxnApi, 3, { transactionalId, producerId, producerEpoch, committed: true });
  expect(ended.errorCode).toBe(0);
  gate.open();
  expect((await late).errorCode).toBe(ErrorCode.INVALID_TXN_STATE);
  expect(await readAll(client, 'orders', 0, 1)).toEqual(['in time']);
});

test('a batch whose topic is deleted while it waits is refused', async () => {
  const { gate, broker, client } = await openGate();
  gate.shut();
  const waiting = produce(client, 'orders', batchOf(['a']));
  await gate.isWaitedAt();
  await (await openClient(broker.address)).call(deleteTopicsApi, 6, { topics: [{ name: 'orders' }] });
  gate.open();
  expect((await waiting).errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
});

test('closing does not wait for a check without an end', async () => {
  const gate = new Gate();
  const dataDir = await temporaryDirectory();
  const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir, validator: gate.validator });
  const client = await openClient(broker.address);
  await createTopic(client, 'orders', 1, { [level]: 'id' });
  gate.shut();
  const waiting = produce(client, 'orders', batchOf(['a']));
  await gate.isWaitedAt();
  const started = performance.now();
  await broker.close();
  expect(performance.now() - started).toBeLessThan(3000);
  expect((await waiting).errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER);
});

test('without a validator no topic may ask for a check, and one that does takes no records', async () => {
  const dataDir = await temporaryDirectory();
  const first = await startBroker({ host: '127.0.0.1', port: 0, dataDir, validator: new Gate().validator });
  await createTopic(await openClient(first.address), 'orders', 1, { [level]: 'full' });
  await first.close();

  const client = await openClient((await openBroker({ dataDir })).address);
  const configs = [{ name: 'confluent.key.schema.validation', value: 'true' }];
  const made = await client.call(createTopicsApi, 7, {
    topics: [{ name: 'other', numPartitions: 1, replicationFactor: 1, configs }],
  });
  expect(made.topics[0]).toMatchObject({ errorCode: ErrorCode.INVALID_CONFIG });
  expect(made.topics[0]?.errorMessage).toContain('started without a schema registry');
  expect(await setLevel(client, 'id')).toMatchObject({ errorCode: ErrorCode.INVALID_CONFIG });
  expect(await produce(client, 'orders', batchOf(['a']))).toMatchObject({
    errorCode: ErrorCode.INVALID_RECORD,
    errorMessage: expect.stringContaining('Start it with a schema registry') as string,
  });
  expect(await setLevel(client, 'none')).toMatchObject({ errorCode: 0 });
  expect(await produce(client, 'orders', batchOf(['a']))).toMatchObject({ errorCode: 0 });
});
