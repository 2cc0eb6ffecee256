import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import kafkaJsRegistry from '@kafkajs/confluent-schema-registry';
import { startBroker, type Broker } from '@millrace/broker';
import { startRegistry, type RunningRegistry } from '@millrace/registry';
import { compileDecoder, compileEncoder, frame, parseAvro, unframe } from '@millrace/schema';
import { customer, customerSchemas, type CustomerSchemas } from './registry/customers.ts';
import { preparePython } from './python.ts';
import { skipUnless } from './skip-unless.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { SchemaRegistry, SchemaType } = kafkaJsRegistry;

const order = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'customer', type: 'string' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'lines', type: { type: 'array', items: { type: 'map', values: 'double' } } },
  ],
});
const value = { id: 4711, customer: 'Ådne', note: null, lines: [{ price: 12.5 }] };

interface Reference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

let dataDir: string;
let broker: Broker;
let registry: RunningRegistry;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-registry-clients-'));
  broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await registry.close();
  await broker.close();
  await rm(dataDir, { recursive: true });
});

/** A schema as the client takes it: a type of its own for each language. */
function kafkaJsSchema(schemaType: CustomerSchemas['schemaType'], schema: string, references: Reference[] = []) {
  const typed = <const T>(type: T) => ({ type, schema, references });
  switch (schemaType) {
    case 'AVRO':
      return typed(SchemaType.AVRO);
    case 'JSON':
      return typed(SchemaType.JSON);
    case 'PROTOBUF':
      return typed(SchemaType.PROTOBUF);
  }
}

describe('@kafkajs/confluent-schema-registry', () => {
  const client = (): InstanceType<typeof SchemaRegistry> => new SchemaRegistry({ host: registry.url });

  it('registers, encodes and decodes, and finds what it registered', async () => {
    const { id } = await client().register({ type: SchemaType.AVRO, schema: order }, { subject: 'orders-value' });
    expect(await client().getLatestSchemaId('orders-value')).toBe(id);
    expect(await client().getRegistryId('orders-value', 1)).toBe(id);
    const encoded = await client().encode(id, value);
    expect(await client().decode(encoded)).toMatchObject(value);
  });

  it('reads what our codec wrote, and the other way round', async () => {
    const { id } = await client().register({ type: SchemaType.AVRO, schema: order }, { subject: 'orders-value' });
    const schema = parseAvro(order);
    const ours = frame(id, compileEncoder(schema)(value));
    expect(await client().decode(Buffer.from(ours))).toMatchObject(value);
    const theirs = unframe(await client().encode(id, value));
    expect(theirs.id).toBe(id);
    expect(compileDecoder(schema)(theirs.payload)).toEqual(value);
  });

  it.each(customerSchemas)('encodes and decodes $schemaType whose schema refers to another', async (schemas) => {
    const { schemaType, reference } = schemas;
    const subject = `kafkajs-${schemaType}`;
    await client().register(kafkaJsSchema(schemaType, schemas.address), { subject: reference });
    const references = [{ name: reference, subject: reference, version: 1 }];
    const { id } = await client().register(kafkaJsSchema(schemaType, schemas.customer, references), { subject });
    expect(await client().getLatestSchemaId(subject)).toBe(id);
    const options = { [SchemaType.PROTOBUF]: { messageName: 'Customer' } };
    const codec = new SchemaRegistry({ host: registry.url }, options);
    expect(await codec.decode(await codec.encode(id, customer))).toMatchObject(customer);
  });

  it('is refused a schema that breaks the one before', async () => {
    await client().register({ type: SchemaType.AVRO, schema: order }, { subject: 'refused-value' });
    const broken = order.replace('"customer"', '"buyer"');
    const refused = client().register({ type: SchemaType.AVRO, schema: broken }, { subject: 'refused-value' });
    await expect(refused).rejects.toThrow(/incompatible with an earlier schema/);
  });
});

describe('confluent-kafka (Python)', () => {
  const prepared = preparePython();
  const isSkipped = skipUnless('python' in prepared, 'why' in prepared ? prepared.why : '');

  const program = `
import json, sys
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

url, text, ours = sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3])
client = SchemaRegistryClient({'url': url})
context = SerializationContext('python', MessageField.VALUE)
value = {'id': 4711, 'customer': 'Ådne', 'note': None, 'lines': [{'price': 12.5}]}
written = AvroSerializer(client, text)(value, context)
latest = client.get_latest_version('python-value')
client.set_compatibility('python-value', 'FULL')
print(json.dumps({
  'written': written.hex(),
  'read': AvroDeserializer(client)(ours, context),
  'version': latest.version,
  'id': latest.schema_id,
  'found': client.lookup_schema('python-value', Schema(text, 'AVRO')).version,
  'compatible': client.test_compatibility('python-value', Schema(text, 'AVRO')),
  'level': client.get_compatibility('python-value'),
  'deleted': client.delete_subject('python-value'),
  'subjects': 'python-value' in client.get_subjects(),
}))
`;

  it.skipIf(isSkipped)('registers by its serializer, reads what we wrote, and administers subjects', async () => {
    const schema = parseAvro(order);
    const registered = await fetch(`${registry.url}/subjects/ours-value/versions`, {
      method: 'POST',
      body: JSON.stringify({ schema: order }),
    });
    const { id } = (await registered.json()) as { id: number };
    const ours = Buffer.from(frame(id, compileEncoder(schema)(value))).toString('hex');
    const python = 'python' in prepared ? prepared.python : '';
    const { stdout } = await promisify(execFile)(python, ['-W', 'ignore', '-c', program, registry.url, order, ours], {
      timeout: 60_000,
    });
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect(answer).toMatchObject({
      read: value,
      version: 1,
      id,
      found: 1,
      compatible: true,
      level: 'FULL',
      deleted: [1],
      subjects: false,
    });
    const written = unframe(Buffer.from(String(answer['written']), 'hex'));
    expect(written.id).toBe(id);
    expect(compileDecoder(schema)(written.payload)).toEqual(value);
  });
});
