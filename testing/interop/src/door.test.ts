import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AvroSerializer,
  HeaderSchemaIdSerializer,
  JsonSerializer,
  ProtobufSerializer,
  SchemaRegistryClient,
  SerdeType,
  type Serializer,
  type SerializerConfig,
} from '@confluentinc/schemaregistry';
import { startBroker, type Broker } from '@millrace/broker';
import { KafkaClient, Producer } from '@millrace/kafka-client';
import { recordDoor, startRegistry, type RunningRegistry } from '@millrace/registry';
import { Producer as PlatformaticProducer, stringSerializers } from '@platformatic/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnLines } from './child-lines.ts';
import { hasKcat } from './clients/kcat.ts';
import { preparePython } from './python.ts';
import { customer, customerSchemas } from './registry/customers.ts';
import { customerMessage, messageTypes } from './registry/protobuf-messages.ts';
import { skipUnless } from './skip-unless.ts';

let dataDir: string;
let broker: Broker;
let registry: RunningRegistry;
let client: KafkaClient;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-door-'));
  const started = Promise.withResolvers<string>();
  broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0, validator: recordDoor({ url: started.promise }) });
  registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  started.resolve(registry.url);
  client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'door' });
  const topics = ['guarded', ...customerSchemas.map(({ schemaType }) => `customers-${schemaType}`)];
  const configs = { 'millrace.value.schema.validation': 'full' };
  await client.createTopics(topics.map((name) => ({ name, partitions: 1, configs })));
});
afterAll(async () => {
  await client.close();
  await registry.close();
  await broker.close();
  await rm(dataDir, { recursive: true });
});

const makers: Readonly<Record<string, (config: SerializerConfig) => Serializer>> = {
  AVRO: (config) => new AvroSerializer(registryClient(), SerdeType.VALUE, config),
  JSON: (config) => new JsonSerializer(registryClient(), SerdeType.VALUE, config),
  PROTOBUF: (config) =>
    new ProtobufSerializer(registryClient(), SerdeType.VALUE, { ...config, registry: messageTypes() }),
};
const registryClient = () => SchemaRegistryClient.newClient({ baseURLs: [registry.url], maxRetries: 0 });

/** A payload that no customer has, behind the frame. */
const misfits: Readonly<Record<string, string>> = {
  AVRO: '\u0002',
  JSON: '{"name":7}',
  PROTOBUF: '\u0002\u0002\n\u0009short',
};

async function write(topic: string, value: Uint8Array, headers: Record<string, Buffer> = {}): Promise<void> {
  const producer = new Producer(client);
  producer.send(topic, { key: null, value, headers: Object.entries(headers) });
  try {
    await producer.flush();
  } finally {
    await producer.close().catch(() => undefined);
  }
}

describe.each(customerSchemas)('a topic of customers in $schemaType', ({ schemaType, reference, address, ...more }) => {
  const topic = `customers-${schemaType}`;
  const subject = `${topic}-value`;
  let id: number;
  beforeAll(async () => {
    const registering = registryClient();
    await registering.register(`${schemaType}-address`, { schemaType, schema: address }, false);
    const references = [{ name: reference, subject: `${schemaType}-address`, version: 1 }];
    id = await registering.register(subject, { schemaType, schema: more.customer, references }, false);
  });

  const framed = (of: number, payload: Uint8Array | string): Buffer => {
    const frame = Buffer.alloc(5);
    frame.writeInt32BE(of, 1);
    return Buffer.concat([frame, Buffer.from(payload)]);
  };
  const serialize = async (config: SerializerConfig, headers: Record<string, Buffer> = {}): Promise<Buffer> => {
    const sent = schemaType === 'PROTOBUF' ? customerMessage() : customer;
    return (
      (await makers[schemaType]?.({ useLatestVersion: true, ...config }).serialize(topic, sent, headers)) ??
      framed(0, '')
    );
  };

  it('takes what Confluent’s serializer writes, its schema named in front or in a header', async () => {
    await write(topic, await serialize({}));
    const headers: Record<string, Buffer> = {};
    const value = await serialize({ schemaIdSerializer: HeaderSchemaIdSerializer }, headers);
    expect(Object.keys(headers)).toEqual(['__value_schema_id']);
    await write(topic, value, headers);
  });

  it('refuses a value without a schema', async () => {
    await expect(write(topic, Buffer.from('{"name":"Ådne"}'))).rejects.toThrow(
      /INVALID_RECORD \(Topic "customers-\w+" takes values of registered schemas only/,
    );
  });

  it('refuses the id of no schema, and of another subject’s', async () => {
    const payload = (await serialize({})).subarray(5);
    await expect(write(topic, framed(4711, payload))).rejects.toThrow(
      `names schema 4711, which is not registered under subject "${subject}": the registry does not have it`,
    );
    const { id: other } = await registryClient().getLatestSchemaMetadata(`${schemaType}-address`);
    await expect(write(topic, framed(other ?? 0, payload))).rejects.toThrow(
      `not registered under subject "${subject}": it is registered under "${schemaType}-address"`,
    );
  });

  it('refuses what does not fit', async () => {
    await expect(write(topic, framed(id, misfits[schemaType] ?? ''))).rejects.toThrow(
      new RegExp(`INVALID_RECORD \\(The value is no value of schema ${id}, which it names. At /?name: `),
    );
  });
});

/** What each client shows its user of the reason; those that show nothing tell at least what it was. */
describe('a refusal reaches the user', () => {
  const reason = 'Topic "guarded" takes values of registered schemas only';
  const outputOf = async (command: string, args: readonly string[], input = ''): Promise<string> => {
    const lines: string[] = [];
    const running = spawnLines(command, args, (line) => lines.push(line), input);
    await running.ended.catch(() => undefined);
    return lines.join('\n');
  };

  it('of KafkaJS by its code', async () => {
    const producer = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    const sent = producer.send({ topic: 'guarded', messages: [{ value: 'bare' }] });
    await expect(sent).rejects.toMatchObject({ type: 'INVALID_RECORD' });
    await producer.disconnect();
  });

  it('of @platformatic/kafka with the reason', async () => {
    const base = { clientId: 'door', bootstrapBrokers: [broker.address] };
    const producer = new PlatformaticProducer({ ...base, serializers: stringSerializers });
    const sent = producer.send({ messages: [{ topic: 'guarded', value: 'bare' }] });
    await expect(sent).rejects.toSatisfy((error: unknown) =>
      JSON.stringify(told(error)).includes(JSON.stringify(reason).slice(1, -1)),
    );
    await producer.close();
  });

  it.skipIf(skipUnless(hasKcat(), 'this machine has no kcat'))('of kcat as an error', async () => {
    const output = await outputOf('kcat', ['-b', broker.address, '-P', '-t', 'guarded'], 'bare\n');
    expect(output).toContain('Broker failed to validate record');
  });

  const prepared = preparePython();
  const isPythonMissing = skipUnless('python' in prepared, 'why' in prepared ? prepared.why : '');
  it.skipIf(isPythonMissing)('of confluent-kafka in Python by its code', async () => {
    const program = [
      'import sys',
      'from confluent_kafka import Producer',
      'producer = Producer({"bootstrap.servers": sys.argv[1], "enable.idempotence": True})',
      'producer.produce("guarded", "bare", on_delivery=lambda error, _: print(error.name(), error.retriable()))',
      'producer.flush(30)',
    ].join('\n');
    const python = 'python' in prepared ? prepared.python : '';
    expect(await outputOf(python, ['-c', program, broker.address])).toBe('INVALID_RECORD False');
  });

  const kafkaTool = fileURLToPath(new URL('../../../../shared/peers/kafka/tool.sh', import.meta.url));
  const hasJava = existsSync(kafkaTool) && ['java', 'mvn'].every((name) => spawnSync(name, ['-version']).status === 0);
  it.skipIf(!hasJava)(
    `of Kafka’s own producer with the reason${hasJava ? '' : ' (skipped: no shared corpus)'}`,
    async () => {
      const args = ['ConsoleProducer', '--bootstrap-server', broker.address, '--topic', 'guarded'];
      expect(await outputOf(kafkaTool, args, 'bare\n')).toContain(`InvalidRecordException: ${reason}`);
    },
  );
});

/** The messages of an error and of those within it. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  const { serverErrorMessage, errors } = error as { serverErrorMessage?: string; errors?: unknown[] };
  return [serverErrorMessage, ...(errors ?? []).map(told)];
}
