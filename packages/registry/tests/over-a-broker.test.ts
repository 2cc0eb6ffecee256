import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { MillraceError } from '@millrace/base';
import { KafkaClient } from '@millrace/kafka-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRegistry, type RunningRegistry } from '../src/index.ts';

let dataDir: string;
let broker: Awaited<ReturnType<typeof startBroker>>;
const started: RunningRegistry[] = [];

async function start(topic: string, port = 0): Promise<RunningRegistry> {
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port, topic });
  started.push(registry);
  return registry;
}

async function call(registry: RunningRegistry, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(registry.url + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return answer.json();
}

const fixed = (name: string): object => ({ schema: JSON.stringify({ type: 'fixed', name, size: 4 }) });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-registry-'));
  broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const registry of started) await registry.close();
  await broker.close();
  await rm(dataDir, { recursive: true });
});

describe('a registry on a broker', () => {
  it('keeps what it answered with across its own end', async () => {
    const first = await start('restart');
    expect(await call(first, 'POST', '/subjects/a/versions', fixed('A'))).toEqual({ id: 1 });
    expect(await call(first, 'PUT', '/config/a', { compatibility: 'FULL' })).toEqual({ compatibility: 'FULL' });
    const listed = await call(first, 'GET', '/schemas');
    await first.close();
    const second = await start('restart');
    expect(await call(second, 'GET', '/schemas')).toEqual(listed);
    expect(await call(second, 'GET', '/config/a')).toEqual({ compatibilityLevel: 'FULL' });
    expect(await call(second, 'POST', '/subjects/b/versions', fixed('B'))).toEqual({ id: 2 });
  });

  it('agrees with another on the same topic, and no id is given twice', async () => {
    const [left, right] = [await start('race'), await start('race')];
    const names = Array.from({ length: 60 }, (_, index) => `N${index}`);
    const answers = await Promise.all(
      names.map((name, index) =>
        call(index % 2 === 0 ? left : right, 'POST', `/subjects/s${index % 7}-${name}/versions`, fixed(name)),
      ),
    );
    const ids = answers.map((answer) => (answer as { id: number }).id);
    expect(new Set(ids).size).toBe(names.length);
    // Writing makes both read what the other wrote.
    await call(left, 'PUT', '/config/x', { compatibility: 'NONE' });
    await call(right, 'PUT', '/config/y', { compatibility: 'NONE' });
    const all = await call(left, 'GET', '/schemas');
    expect(all).toHaveLength(names.length);
    expect(await call(right, 'GET', '/schemas')).toEqual(all);
    expect(await call(await start('race'), 'GET', '/schemas')).toEqual(all);
    for (const [index, id] of ids.entries()) {
      expect(await call(right, 'GET', `/schemas/ids/${id}`)).toEqual(fixed(names[index] ?? ''));
    }
  });

  it('refuses a schema that the topic does not take, and goes on with those beside it', async () => {
    const registry = await start('large');
    const large = fixed('L'.repeat(1_200_000));
    const [refused, taken] = await Promise.all([
      call(registry, 'POST', '/subjects/a/versions', large),
      call(registry, 'POST', '/subjects/b/versions', fixed('Small')),
    ]);
    expect(refused).toEqual({ error_code: 42209, message: 'Register operation failed because schema is too large' });
    expect(taken).toEqual({ id: expect.any(Number) as number });
    expect(await call(registry, 'GET', '/subjects')).toEqual(['b']);
  });

  it('makes its topic compacted, with one partition', async () => {
    await start('made');
    const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'test' });
    const { topics } = await client.metadata(['made']);
    expect(topics[0]?.partitions).toHaveLength(1);
    const [described] = await client.describeConfigs([{ type: 'topic', name: 'made' }]);
    expect(JSON.stringify(described)).toContain('"compact"');
    await client.close();
  });

  it('refuses a topic whose records would be deleted by age', async () => {
    const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'test' });
    await client.createTopics([{ name: 'ageing', partitions: 1, configs: { 'cleanup.policy': 'delete' } }]);
    await client.close();
    const refused = await start('ageing').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('ageing') as string });
  });

  it('goes on when its broker was away', async () => {
    const registry = await start('away');
    await call(registry, 'POST', '/subjects/a/versions', fixed('Before'));
    await broker.close();
    expect(await call(registry, 'GET', '/subjects')).toEqual(['a']);
    broker = await startBroker({ dataDir, host: '127.0.0.1', port: broker.port });
    expect(await call(registry, 'POST', '/subjects/b/versions', fixed('After'))).toEqual({ id: 2 });
    expect(await call(await start('away'), 'GET', '/subjects')).toEqual(['a', 'b']);
  });

  it('names the cluster that keeps its state', async () => {
    const registry = await start('made');
    expect(await call(registry, 'GET', '/v1/metadata/id')).toMatchObject({
      scope: { clusters: { 'kafka-cluster': expect.stringMatching(/.+/) as string } },
    });
  });

  it('says which port is taken', async () => {
    const registry = await start('made');
    const refused = await start('made', registry.port).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MillraceError);
    expect(refused).toMatchObject({ code: 'ADDRESS_IN_USE' });
  });
});
