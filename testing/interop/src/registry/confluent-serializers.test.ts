import {
  AvroDeserializer,
  AvroSerializer,
  HeaderSchemaIdSerializer,
  JsonDeserializer,
  JsonSerializer,
  ProtobufDeserializer,
  ProtobufSerializer,
  SchemaRegistryClient,
  SerdeType,
  type Client,
  type Deserializer,
  type Serializer,
  type SerializerConfig,
} from '@confluentinc/schemaregistry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparePython } from '../python.ts';
import { skipUnless } from '../skip-unless.ts';
import { customer, customerSchemas } from './customers.ts';
import { startGround, type Ground, type Passed } from './ground.ts';
import { customerMessage, messageTypes } from './protobuf-messages.ts';
import { pythonSerdes, type PythonSerdes, type PythonSettings } from './python-serdes.ts';

/** A client of its own each time: another's cache would answer in the place of the registry. */
const client = (): Client => SchemaRegistryClient.newClient({ baseURLs: [ground.url], maxRetries: 0 });

const { VALUE } = SerdeType;
const makers: Readonly<Record<string, (config: SerializerConfig) => Serializer>> = {
  AVRO: (config) => new AvroSerializer(client(), VALUE, config),
  JSON: (config) => new JsonSerializer(client(), VALUE, { ...config, validate: true }),
  PROTOBUF: (config) => new ProtobufSerializer(client(), VALUE, { ...config, registry: messageTypes() }),
};
const readers: Readonly<Record<string, () => Deserializer>> = {
  AVRO: () => new AvroDeserializer(client(), VALUE, {}),
  JSON: () => new JsonDeserializer(client(), VALUE, { validate: true }),
  PROTOBUF: () => new ProtobufDeserializer(client(), VALUE, {}),
};

const prepared = preparePython();
const isPythonMissing = skipUnless('python' in prepared, 'why' in prepared ? prepared.why : '');

let ground: Ground;
let python: PythonSerdes | undefined;
const uses = ['found', 'framed', 'headed', 'python'];
beforeAll(async () => {
  ground = await startGround(customerSchemas.flatMap(({ schemaType }) => uses.map((use) => `${schemaType}-${use}`)));
  if ('python' in prepared) python = pythonSerdes(prepared.python, ground.url);
});
afterAll(async () => {
  await python?.close();
  await ground.close();
});

describe.each(customerSchemas)('the $schemaType serializers of Confluent', ({ schemaType, reference, ...schemas }) => {
  const sent = schemaType === 'PROTOBUF' ? customerMessage() : customer;

  async function write(topic: string, config: SerializerConfig): Promise<Passed> {
    const headers: Record<string, Buffer> = {};
    const value = await makers[schemaType]?.(config).serialize(topic, sent, headers);
    return { value: value ?? Buffer.alloc(0), headers };
  }

  async function read(topic: string, { value, headers }: Passed): Promise<unknown> {
    return readers[schemaType]?.().deserialize(topic, value, headers);
  }

  /** Registers the customer, with its reference, under the subject of the topic. */
  async function register(topic: string): Promise<number> {
    await client().register(reference, { schemaType, schema: schemas.address }, false);
    const references = [{ name: reference, subject: reference, version: 1 }];
    return client().register(`${topic}-value`, { schemaType, schema: schemas.customer, references }, false);
  }

  it('find the latest version with its references, and the writer by the id in front', async () => {
    const topic = `${schemaType}-framed`;
    const id = await register(topic);
    const record = await ground.pass(topic, await write(topic, { useLatestVersion: true }));
    expect(record.value[0]).toBe(0);
    expect(record.value.readInt32BE(1)).toBe(id);
    expect(await read(topic, record)).toMatchObject(customer);
  });

  it('write the GUID into a header, and find the schema by it', async () => {
    const topic = `${schemaType}-headed`;
    await register(topic);
    const inHeader = { useLatestVersion: true, schemaIdSerializer: HeaderSchemaIdSerializer };
    const record = await ground.pass(topic, await write(topic, inHeader));
    expect(Object.keys(record.headers)).toEqual(['__value_schema_id']);
    expect(record.value[0]).not.toBe(0);
    expect(await read(topic, record)).toMatchObject(customer);
  });

  it('register what they find in a message', async () => {
    const topic = `${schemaType}-found`;
    const record = await ground.pass(topic, await write(topic, { autoRegisterSchemas: true }));
    expect(await client().getAllVersions(`${topic}-value`)).toEqual([1]);
    expect(await read(topic, record)).toMatchObject(customer);
  });

  it.skipIf(isPythonMissing)('read in JavaScript what Python wrote, and the other way round', async () => {
    const topic = `${schemaType}-python`;
    await register(topic);
    const settings: PythonSettings = { type: schemaType, topic, message: 'shop.Customer' };
    const latest = { ...settings, config: { 'use.latest.version': true } };
    for (const inHeader of [false, true]) {
      const written = await python?.serialize({ ...latest, inHeader }, customer);
      expect(Object.keys(written?.headers ?? {})).toHaveLength(inHeader ? 1 : 0);
      if (written !== undefined) expect(await read(topic, await ground.pass(topic, written))).toMatchObject(customer);
    }
    const record = await ground.pass(topic, await write(topic, { useLatestVersion: true }));
    expect(await python?.deserialize(settings, record)).toEqual(customer);
  });
});
