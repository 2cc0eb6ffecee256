import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { startRegistry, type RegistryOptions } from '@millrace/registry';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import { waitUntil } from '../wait-until.ts';

/** What serializers make, and what comes out of a topic. */
export interface Passed {
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** A broker and a registry of a test, and a way through a topic for what serializers make. */
export interface Ground {
  readonly bootstrap: string;
  readonly url: string;
  /** Sends a record, or its value alone, and gives it back as a consumer received it. */
  pass(topic: string, record: Passed | Buffer): Promise<Passed>;
  /** The first records of a topic, whoever wrote them. */
  first(topic: string, count: number): Promise<readonly Passed[]>;
  close(): Promise<void>;
}

/** Starts them in a folder of their own, with the topics that records shall pass. */
export async function startGround(
  topics: readonly string[],
  more: Pick<RegistryOptions, 'auth' | 'kms'> = {},
): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-registry-clients-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const registry = await startRegistry({
    kafka: { bootstrap: broker.address },
    host: '127.0.0.1',
    port: 0,
    ...more,
  });
  const way = await openWay(broker.address, topics);
  return {
    bootstrap: broker.address,
    url: registry.url,
    pass: way.pass,
    first: way.first,
    async close() {
      await way.close();
      await registry.close();
      await broker.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function openWay(
  bootstrap: string,
  topics: readonly string[],
): Promise<Pick<Ground, 'pass' | 'first' | 'close'>> {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: 1 })), waitForLeaders: true });
  await admin.disconnect();
  const [producer, consumer] = [kafka.producer(), kafka.consumer({ groupId: 'ground', maxWaitTimeInMs: 100 })];
  await Promise.all([producer.connect(), consumer.connect()]);
  const messages = new Map<string, KafkaMessage>();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ topic, message }) => Promise.resolve(void messages.set(`${topic} ${message.offset}`, message)),
  });
  const receive = async (topic: string, offset: number): Promise<Passed> => {
    const place = `${topic} ${offset}`;
    await waitUntil(
      `the record at ${place}`,
      () => messages.has(place),
      (isThere) => isThere,
    );
    const { value, headers = {} } = messages.get(place) ?? { value: null };
    const binary = Object.entries(headers).flatMap(([name, bytes]) =>
      Buffer.isBuffer(bytes) ? [[name, bytes] as const] : [],
    );
    return { value: value ?? Buffer.alloc(0), headers: Object.fromEntries(binary) };
  };
  return {
    async pass(topic, record) {
      const { value, headers } = Buffer.isBuffer(record) ? { value: record, headers: {} } : record;
      const [sent] = await producer.send({ topic, messages: [{ value, headers }] });
      return receive(topic, Number(sent?.baseOffset));
    },
    first: (topic, count) => Promise.all(Array.from({ length: count }, (_, offset) => receive(topic, offset))),
    async close() {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
    },
  };
}
