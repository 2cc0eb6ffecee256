import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker, type Broker } from '@millrace/broker';
import { KafkaClient } from '@millrace/kafka-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRegistry, type RunningRegistry } from '../src/index.ts';

let dataDir: string;
let broker: Broker;
const started: RunningRegistry[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-keys-'));
  broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const registry of started) await registry.close();
  await broker.close();
  await rm(dataDir, { recursive: true });
});

async function start(): Promise<RunningRegistry> {
  const registry = await startRegistry({
    kafka: { bootstrap: broker.address },
    host: '127.0.0.1',
    port: 0,
    kms: { local: 'secret' },
  });
  started.push(registry);
  return registry;
}

async function call(registry: RunningRegistry, path: string, body?: object) {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${registry.url}/dek-registry/v1/keks${path}`, request);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const topicNames = async (client: KafkaClient): Promise<string[]> =>
  (await client.metadata()).topics.map(({ name }) => name);

it('keys are on a compacted topic of their own, made when there is one, and are there after the end', async () => {
  const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'test' });
  const first = await start();
  expect(await topicNames(client)).not.toContain('_dek_registry_keys');
  await call(first, '', { name: 'k', kmsType: 'local-kms', kmsKeyId: 'key', shared: true });
  const made = await call(first, '/k/deks/orders-value', {});
  expect(made.status).toBe(200);
  expect(await topicNames(client)).toContain('_dek_registry_keys');
  const [described] = await client.describeConfigs([{ type: 'topic', name: '_dek_registry_keys' }]);
  expect(described?.configs.find(({ name }) => name === 'cleanup.policy')?.value).toBe('compact');
  await client.close();
  await first.close();
  started.splice(started.indexOf(first), 1);
  expect((await call(await start(), '/k/deks/orders-value')).body).toEqual(made.body);
});

it('registries that make the same data key at once answer with one', async () => {
  const registries = [await start(), await start(), await start()];
  const [first] = registries;
  if (first === undefined) throw new Error('no registry was started');
  await call(first, '', { name: 'raced', kmsType: 'local-kms', kmsKeyId: 'key', shared: true });
  for (let round = 0; round < 20; round++) {
    const path = `/raced/deks/subject-${round}`;
    const answers = await Promise.all(registries.map((registry) => call(registry, path, {})));
    const made = answers.filter(({ status }) => status === 200);
    expect(made, JSON.stringify(answers)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['error_code'] === 40971)).toHaveLength(2);
    const keyMaterial = made[0]?.body['keyMaterial'];
    expect(keyMaterial).toBeDefined();
    for (const registry of registries) expect((await call(registry, path)).body).toMatchObject({ keyMaterial });
  }
});
