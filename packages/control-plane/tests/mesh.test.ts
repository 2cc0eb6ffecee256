import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka, type Peer } from '@millrace/peers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEvents, until } from './support/events.ts';
import type { Flight } from './support/servers.ts';
import { flightProducer, meshYaml, registerFlights, servers } from './support/servers.ts';

const topic = 'operations.flights';
const form = {
  topic,
  domain: 'operations',
  owner: '@flights-team',
  description: 'Every flight.',
  quality: 'authoritative',
  sla: 'tier-1',
  slaAcknowledged: true,
};
const day = Date.UTC(2001, 0, 1);
const flight = (index: number): Flight => ({
  date: day + index * 60_000,
  delay: index,
  origin: ['SFO', 'LAX', 'JFK'][index % 3] ?? 'BOS',
  destination: 'BOS',
});

const grounds = [
  { name: 'the embedded broker', peer: undefined },
  { name: `Apache Kafka${startKafka === undefined ? ' (skipped: no shared corpus)' : ''}`, peer: startKafka },
];

for (const { name, peer } of grounds)
  describe.skipIf(name.includes('skipped'))(`a mesh on ${name}`, () => {
    let kafka: Peer | undefined;
    let ground: Awaited<ReturnType<typeof servers>>;
    let api: Awaited<ReturnType<typeof ground.mesh>>;
    let meshFile: string;

    beforeAll(async () => {
      kafka = await peer?.();
      ground = await servers(kafka?.address);
      meshFile = join(await mkdtemp(join(tmpdir(), 'millrace-file-')), 'mesh.yaml');
      await writeFile(meshFile, meshYaml);
      api = await ground.mesh({ meshFile });
      ground.closeLater(() => api.close());
      await ground.client.createTopics([{ name: topic, partitions: 3 }]);
    });
    afterAll(async () => {
      await ground.close();
      await kafka?.close();
    });

    test('refuses an empty topic with every broken rule', async () => {
      const { status, body } = await api.call('POST', '/products', { topic, domain: 'operations' });
      expect(status).toBe(422);
      expect(body.violations).toHaveLength(7);
    });

    test('publishes it once it keeps the rules, and shows its live state', async () => {
      const { producer, send } = flightProducer(
        ground.client,
        topic,
        await registerFlights(ground.registry.url, topic),
      );
      for (let index = 0; index < 300; index++) send(flight(index));
      await producer.close();
      const { status, body } = await api.call('POST', '/products', form);
      expect(body).toMatchObject({
        id: topic,
        schema: { version: 1, type: 'AVRO' },
        live: { events: 300, partitions: 3 },
      });
      expect(status).toBe(201);
      expect(body.live.lastEventAt).toBe(new Date(flight(299).date).toISOString());
      expect(body.live.sizeBytes).toBeGreaterThan(300);
    });

    test('has the cluster check what is written, where the cluster can', async () => {
      const level = async (enforcement: string) =>
        (await api.call('PATCH', `/topics/${topic}`, { enforcement }, { 'x-millrace-as': 'ada' })).body;
      const shown = async () => (await api.call('GET', `/products/${topic}`)).body.enforcement;
      const { producer } = flightProducer(ground.client, topic, 0);
      const write = (): Promise<void> => {
        producer.send(topic, { key: null, value: Buffer.from('no flight'), timestamp: day });
        return producer.flush();
      };
      if (peer !== undefined) {
        expect((await level('full')).detail).toContain('The cluster refuses: ');
        expect(await shown()).toBe('none');
        return;
      }
      expect(await shown()).toBe('none');
      expect(await level('full')).toEqual({ topic, enforcement: 'full' });
      expect(await shown()).toBe('full');
      await expect(write()).rejects.toThrow('takes values of registered schemas only');
      expect(await level('id')).toEqual({ topic, enforcement: 'id' });
      await expect(write()).rejects.toThrow('takes values of registered schemas only');
      expect(await level('none')).toEqual({ topic, enforcement: 'none' });
      const { body } = await api.call('GET', `/audit?subject=product:${topic}`);
      expect(body.items.slice(0, 3).map((entry: { text: string }) => entry.text)).toEqual([
        `ada set ${topic} to take events of any form.`,
        `ada set ${topic} to take only events that name a schema registered for it.`,
        `ada set ${topic} to take only events that fit a schema registered for it.`,
      ]);
      await producer.close();
    });

    test('finds it by a field of its schema, and tells retention', async () => {
      const { body } = await api.call('GET', '/products?q=destination');
      expect(body.items).toMatchObject([{ id: topic, live: { events: 300 } }]);
    });

    test('shows its newest events from all partitions, keys decoded', async () => {
      const { body } = await api.call('GET', `/products/${topic}/samples?limit=3`);
      expect(body.items.map((event: { value: Flight }) => event.value.delay)).toEqual([299, 298, 297]);
      expect(body.items[0].key).toBe(flight(299).origin);
    });

    test('shows neither aborted records nor markers among the newest', async () => {
      const id = await registerFlights(ground.registry.url, topic);
      const { producer, send } = flightProducer(ground.client, topic, id, { transactionalId: 'samples-test' });
      await producer.begin();
      for (let index = 1_000; index < 1_050; index++) send(flight(index));
      await producer.flush();
      await producer.abort();
      await producer.begin();
      send(flight(300));
      await producer.commit();
      await producer.close();
      const delays = await until(async () => {
        const { body } = await api.call('GET', `/products/${topic}/samples?limit=3`);
        const found = body.items.map((event: { value: Flight }) => event.value.delay);
        return found[0] === 300 ? found : undefined;
      }, 'the committed flight');
      expect(delays).toEqual([300, 299, 298]);
    });

    test('tells facts and growing topics to who watches, and resumes after the last fact', async () => {
      const events = await openEvents(api.url);
      await events.next(({ event }) => event === 'status');
      const registered = await api.call('POST', `/products/${topic}/consumers`, { name: 'Board', purpose: 'Shows.' });
      expect(registered.status).toBe(201);
      const fact = await events.next(({ event }) => event === 'fact');
      expect(fact.data.entry.text).toBe(`ada registered Board as a consumer of ${topic}: Shows.`);
      const id = await registerFlights(ground.registry.url, topic);
      const { producer, send } = flightProducer(ground.client, topic, id);
      const ends = await ground.client.listOffsets(topic, 'latest', { isolation: 'read_committed' });
      const before = [...ends.values()].reduce((sum, end) => sum + end, 0);
      for (let index = 400; index < 500; index++) send(flight(index));
      await producer.close();
      const live = await events.next(({ event, data }) => event === 'live' && data.live.events === before + 100);
      expect(live.data.product).toBe(topic);
      await events.close();

      await api.call('DELETE', `/consumers/board.${topic}`);
      const resumed = await openEvents(api.url, { 'last-event-id': fact.id ?? '' });
      const missed = await resumed.next(({ event }) => event === 'fact');
      expect(missed.data.entry.text).toBe(`ada removed Board as a consumer of ${topic}.`);
      await resumed.close();
    });

    test('agrees with a second control plane on the same log, whoever is faster', async () => {
      const other = await ground.mesh({ meshFile });
      try {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            (index % 2 === 0 ? api : other).call('POST', `/products/${topic}/consumers`, {
              name: `Consumer ${Math.floor(index / 2)}`,
              purpose: 'Races.',
            }),
          ),
        );
        const statuses = answers.map((answer) => answer.status).sort((left, right) => left - right);
        expect(statuses).toEqual([...Array<number>(10).fill(201), ...Array<number>(10).fill(409)]);
        const audits = await Promise.all(
          [api, other].map((each) =>
            until(async () => {
              const { items } = (await each.call('GET', '/audit?limit=10')).body;
              return items.length === 10 && items[0].text.includes('registered') ? items : undefined;
            }, 'the registrations'),
          ),
        );
        const ids = audits.map((items) => items.map((entry: { offset: number }) => entry.offset));
        expect(ids[0]).toEqual(ids[1]);
        const consumers = await other.call('GET', '/consumers');
        expect(consumers.body.items).toHaveLength(10);
      } finally {
        await other.close();
      }
    });

    test('keeps products, consumers and audit over a restart', async () => {
      const before = (await api.call('GET', '/audit?limit=100')).body;
      await api.close();
      api = await ground.mesh({ meshFile });
      ground.closeLater(() => api.close());
      expect(
        (await api.call('GET', '/audit?limit=100')).body.items.map((entry: { text: string }) => entry.text),
      ).toEqual(before.items.map((entry: { text: string }) => entry.text));
      expect((await api.call('GET', '/products')).body.items).toMatchObject([{ id: topic, consumers: 10 }]);
    });
  });
