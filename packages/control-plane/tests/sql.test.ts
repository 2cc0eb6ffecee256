import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStreams } from '@millrace/streams';
import { until } from './support/events.ts';
import { flightProducer, registerFlights, servers } from './support/servers.ts';

const topic = 'main.flights';
let ground: Awaited<ReturnType<typeof servers>>;
let ksql: Awaited<ReturnType<typeof startStreams>>;
let api: Awaited<ReturnType<typeof ground.mesh>>;

beforeAll(async () => {
  ground = await servers();
  ksql = await startStreams({ kafka: ground.kafka, registryUrl: ground.registry.url, host: '127.0.0.1', port: 0 });
  ground.closeLater(() => ksql.close());
  api = await ground.mesh({ ksqlUrl: ksql.url });
  ground.closeLater(() => api.close());
  await ground.client.createTopics([{ name: topic, partitions: 2 }]);
  const { producer, send } = flightProducer(ground.client, topic, await registerFlights(ground.registry.url, topic));
  for (let index = 0; index < 100; index++)
    send({ date: Date.UTC(2001, 0, 1) + index, delay: index, origin: `O${index % 5}`, destination: 'BOS' });
  await producer.close();
});
afterAll(() => ground.close());

const run = (statement: string) => api.call('POST', '/sql', { statement });

test('a statement that cannot be run is refused with the words of the stream processor', async () => {
  const { status, body } = await run('SELECT FROM nothing');
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'SQL_INVALID', detail: expect.stringMatching(/./) });
});

test('a stream over a topic is a source with columns, and names the key of its product', async () => {
  const created = await run(
    `CREATE STREAM flights (airport VARCHAR KEY) WITH (KAFKA_TOPIC='${topic}', KEY_FORMAT='KAFKA', VALUE_FORMAT='AVRO')`,
  );
  expect(created).toMatchObject({ status: 200, body: { message: expect.stringContaining('created') } });
  const { body } = await api.call('GET', '/sql/sources');
  expect(body.items).toMatchObject([{ name: 'FLIGHTS', kind: 'stream', topic }]);
  expect(body.items[0].columns[0]).toEqual({ name: 'AIRPORT', type: 'STRING', key: true });
  const published = await api.call('POST', '/products', {
    topic,
    domain: 'main',
    owner: '@main-team',
    description: 'Flights.',
    quality: 'curated',
    sla: 'tier-3',
    slaAcknowledged: true,
  });
  expect(published).toMatchObject({ status: 201, body: { keyedBy: 'AIRPORT' } });
});

test('a query makes a topic that can be published, with lineage from its source', async () => {
  const { body } = await run(
    "CREATE STREAM late WITH (KAFKA_TOPIC='main.late', VALUE_FORMAT='AVRO') AS SELECT * FROM flights WHERE delay >= 90;",
  );
  expect(body.sink).toBe('main.late');
  const candidate = await until(async () => {
    const { items } = (await api.call('GET', '/candidates?domain=main')).body;
    return items.find((each: { topic: string; events: number }) => each.topic === 'main.late' && each.events >= 10);
  }, 'ten late flights');
  expect(candidate).toMatchObject({ published: false, suggested: { alignment: 'aggregate', owner: '@main-team' } });
  const suggested = {
    ...candidate.suggested,
    description: 'Late.',
    quality: 'raw',
    sla: 'tier-3',
    slaAcknowledged: true,
  };
  expect(await api.call('POST', '/products', suggested)).toMatchObject({
    status: 201,
    body: { id: 'main.main.late', upstream: ['main.main.flights'], alignment: 'aggregate' },
  });
  const query = (await api.call('GET', '/queries')).body.items[0];
  expect(query).toMatchObject({ id: body.queryId, sources: [topic], sink: 'main.late', state: 'RUNNING' });
  const { edges } = (await api.call('GET', '/products/main.main.flights/lineage')).body;
  expect(edges).toEqual([
    { from: 'product:main.main.flights', to: `query:${query.id}`, evidence: 'observed' },
    { from: `query:${query.id}`, to: 'product:main.main.late', evidence: 'observed' },
  ]);
});

test('a SELECT streams rows, and ends for the stream processor when the client leaves', async () => {
  const leave = new AbortController();
  const response = await fetch(`${api.url}/api/v1/sql/queries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ statement: 'SELECT airport, delay FROM flights WHERE delay > 97 EMIT CHANGES' }),
    signal: leave.signal,
  });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.trim().split('\n').length >= 3) break;
  }
  leave.abort();
  const [header, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(header).toMatchObject({
    kind: 'header',
    columns: [
      { name: 'AIRPORT', type: 'STRING' },
      { name: 'DELAY', type: 'INTEGER' },
    ],
  });
  expect(rows.map(({ values }) => values[1]).sort((left, right) => left - right)).toEqual([98, 99]);
  await until(async () => {
    const answer = await fetch(`${ksql.url}/ksql`, { method: 'POST', body: JSON.stringify({ ksql: 'LIST QUERIES;' }) });
    const [{ queries }] = (await answer.json()) as [{ queries: { queryType: string }[] }];
    return queries.every(({ queryType }) => queryType === 'PERSISTENT') ? true : undefined;
  }, 'the end of the push query');
});

test('a plan is shown without running anything', async () => {
  const { body } = await api.call('POST', '/sql/explain', { statement: 'SELECT airport FROM flights EMIT CHANGES;' });
  expect(body).toMatchObject({ sources: ['FLIGHTS'], sinks: [], text: expect.stringContaining('SOURCE') });
});

test('who started and ended what is in the audit log', async () => {
  const [query] = (await api.call('GET', '/queries')).body.items;
  expect((await api.call('DELETE', `/queries/${query.id}`, undefined, { 'x-millrace-as': 'eve' })).status).toBe(204);
  expect((await api.call('GET', '/queries')).body.items).toEqual([]);
  expect((await api.call('DELETE', `/queries/${query.id}`)).body.code).toBe('NOT_FOUND');
  const texts = (await api.call('GET', '/audit')).body.items.map((entry: { text: string }) => entry.text);
  expect(texts[0]).toBe(`eve ended the query ${query.id}.`);
  expect(texts).toContain(`you started the query ${query.id}, which writes main.late.`);
  expect(texts.filter((text: string) => text.includes('SELECT'))).toEqual([]);
});
