import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkaJsRegistry from '@kafkajs/confluent-schema-registry';
import { startBroker, type Broker } from '@millrace/broker';
import { startRegistry, type RunningRegistry } from '@millrace/registry';
import { compileDecoder, compileEncoder, frame, parseAvro, unframe } from '@millrace/schema';
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

  it('is refused a schema that breaks the one before', async () => {
    await client().register({ type: SchemaType.AVRO, schema: order }, { subject: 'refused-value' });
    const broken = order.replace('"customer"', '"buyer"');
    const refused = client().register({ type: SchemaType.AVRO, schema: broken }, { subject: 'refused-value' });
    await expect(refused).rejects.toThrow(/incompatible with an earlier schema/);
  });
});
