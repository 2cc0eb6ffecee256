import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordHeader } from '@millrace/kafka-wire';
import { Producer } from '@millrace/kafka-client';
import type { SchemaField, SchemaType } from '@millrace/mesh';
import { compileEncoder, frame, guidHeader, parseAvro } from '@millrace/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meshYaml, servers } from './support/servers.ts';

interface Language {
  readonly type: SchemaType;
  readonly schema: string;
  readonly name: string;
  /** The payload of one order. */
  readonly payload: Uint8Array;
  readonly snippets: readonly string[];
}

const avro = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long', doc: 'Ours.' },
    {
      name: 'customer',
      type: {
        type: 'record',
        name: 'Customer',
        fields: [{ name: 'email', type: 'string', 'confluent:tags': ['PII'] }],
      },
    },
  ],
});
const json = JSON.stringify({
  title: 'Order',
  type: 'object',
  properties: {
    id: { type: 'integer', description: 'Ours.' },
    customer: { type: 'object', properties: { email: { type: 'string', 'confluent:tags': ['PII'] } } },
  },
});
const protobuf = `syntax = "proto3";
package shop;
import "confluent/meta.proto";
message Order {
  int64 id = 1; // Ours.
  Customer customer = 2;
  message Customer { string email = 1 [(confluent.field_meta).tags = "PII"]; }
}
`;
const value = { id: 7, customer: { email: 'ada@example.org' } };
const email = Buffer.from(value.customer.email);

const languages: readonly Language[] = [
  {
    type: 'AVRO',
    schema: avro,
    name: 'shop.Order',
    payload: compileEncoder(parseAvro(avro))(value),
    snippets: ['AvroDeserializer', 'KafkaAvroDeserializer'],
  },
  {
    type: 'JSON',
    schema: json,
    name: 'Order',
    payload: Buffer.from(JSON.stringify(value)),
    snippets: ['JSONDeserializer', 'KafkaJsonSchemaDeserializer', 'JsonDeserializer'],
  },
  {
    type: 'PROTOBUF',
    schema: protobuf,
    name: 'shop.Order',
    // The message index 0; id; customer, in it the email.
    payload: Uint8Array.from([0, 8, 7, 18, email.length + 2, 10, email.length, ...email]),
    snippets: ['ProtobufDeserializer(message_of(', '"shop.Order"', 'KafkaProtobufDeserializer'],
  },
];

let folder: string;
let ground: Awaited<ReturnType<typeof servers>>;
let api: Awaited<ReturnType<typeof ground.mesh>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-languages-'));
  const meshFile = join(folder, 'mesh.yaml');
  await writeFile(meshFile, meshYaml);
  ground = await servers();
  api = await ground.mesh({ meshFile });
  ground.closeLater(() => api.close());
});
afterAll(async () => {
  await ground.close();
  await rm(folder, { recursive: true });
});

async function register(subject: string, body: object): Promise<{ readonly id: number; readonly guid: string }> {
  const headers = { 'confluent-accept-unknown-properties': 'true' };
  const versions = `${ground.registry.url}/subjects/${subject}/versions`;
  await fetch(versions, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await fetch(`${versions}/latest`, { headers })).json() as Promise<{ id: number; guid: string }>;
}

async function send(topic: string, data: Uint8Array, headers: readonly RecordHeader[] = []): Promise<void> {
  const producer = new Producer(ground.client);
  producer.send(topic, { key: Buffer.from('7'), value: data, headers });
  await producer.flush();
  await producer.close();
}

describe.each(languages)('a topic in $type', ({ type, schema, name, payload, snippets }) => {
  const topic = `operations.orders-${type.toLowerCase()}`;
  let identity: { readonly id: number; readonly guid: string };

  test('is published through the gate, once an event fits its schema', async () => {
    await ground.client.createTopics([{ name: topic, partitions: 1 }]);
    identity = await register(`${topic}-value`, { schemaType: type, schema });
    await api.call('PATCH', `/topics/${topic}`, { enforcement: 'full' });
    await send(topic, frame(identity.id, payload));
    const form = {
      owner: '@flights-team',
      description: 'Orders.',
      quality: 'raw',
      sla: 'tier-3',
      slaAcknowledged: true,
    };
    const { status, body } = await api.call('POST', '/products', { topic, domain: 'operations', ...form });
    expect(body).toMatchObject({ format: type, enforcement: 'full', schema: { type, name, version: 1 } });
    expect(status).toBe(201);
    expect(body.rules[0]).toMatchObject({
      policy: 'schema-registered',
      detail: expect.stringContaining(type) as string,
    });
  });

  test('shows its fields as a tree with what they mean and who may see them', async () => {
    const { body } = await api.call('GET', `/products/${topic}`);
    const [id, customer] = body.schema.fields as readonly SchemaField[];
    expect(id).toMatchObject({ name: 'id', doc: 'Ours.', tags: [], example: '7' });
    expect(id).not.toHaveProperty('sensitivity');
    expect(customer?.fields).toMatchObject([
      { name: 'email', path: 'customer.email', type: 'string', tags: ['PII'], sensitivity: 'pii' },
    ]);
    const found = await api.call('GET', '/products?q=email');
    expect(found.body.items.map((item: { id: string }) => item.id)).toContain(topic);
  });

  test('shows its events decoded, whether they name their schema in front or in a header', async () => {
    // Protobuf's message indexes go with the name of the schema.
    const [indexes, bare] = type === 'PROTOBUF' ? [payload.subarray(0, 1), payload.subarray(1)] : [undefined, payload];
    await send(topic, bare, [guidHeader('value', identity.guid, indexes)]);
    const { body } = await api.call('GET', `/products/${topic}/samples`);
    expect(body.items.map((item: { value: unknown }) => item.value)).toEqual([value, value]);
  });

  test('comes with programs in its language', async () => {
    const { body } = await api.call('GET', `/products/${topic}/connection`);
    const code = body.snippets.map((snippet: { code: string }) => snippet.code).join('\n');
    for (const part of snippets) expect(code).toContain(part);
  });
});

test('what the registry tags beside a schema is shown, and policies see it', async () => {
  const topic = 'operations.tagged';
  await ground.client.createTopics([{ name: topic, partitions: 1 }]);
  const metadata = { tags: { 'shop.Order.id': ['FINANCIAL'] } };
  const { id } = await register(`${topic}-value`, { schema: avro, metadata });
  await send(topic, frame(id, compileEncoder(parseAvro(avro))(value)));
  const policyFile = join(folder, 'policies.yaml');
  const expression = '!("PII" in schema.tags) || schema.enforcement == "full"';
  const policy = {
    name: 'pii-is-checked',
    expression,
    message: 'Tags {schema.tags}.',
    remedy: 'Check it.',
    owner: '@g',
  };
  await writeFile(policyFile, JSON.stringify({ policies: [policy] }));
  const strict = await ground.mesh({ meshFile: join(folder, 'mesh.yaml'), policyFile });
  ground.closeLater(() => strict.close());
  const ask = async () => (await strict.call('POST', '/products:check', { topic, domain: 'operations' })).body.items[0];
  expect(await ask()).toMatchObject({ passed: false, detail: 'Tags FINANCIAL, PII.' });
  await strict.call('PATCH', `/topics/${topic}`, { enforcement: 'full' });
  expect(await ask()).toMatchObject({ passed: true });
});
