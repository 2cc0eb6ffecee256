import { startStreams, type StreamsServer } from '@millrace/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, ksql, readTopic, startCluster } from './cluster.ts';

let cluster: Cluster;
let server: StreamsServer;

const start = (): Promise<StreamsServer> =>
  startStreams({
    kafka: { bootstrap: cluster.bootstrap },
    registryUrl: cluster.registryUrl,
    host: '127.0.0.1',
    port: 0,
    commitIntervalMs: 20,
  });

beforeAll(async () => {
  cluster = await startCluster();
  server = await start();
});
afterAll(async () => {
  await server.close();
  await cluster.close();
});

const run = (statements: string) => ksql(server.url).run(statements);
const names = async (list: 'streams' | 'tables' | 'queries'): Promise<unknown> => {
  const { body } = await run(`SHOW ${list.toUpperCase()};`);
  const [entity] = body as readonly Record<string, readonly { readonly name?: string; readonly id?: string }[]>[];
  return entity?.[list]?.map((item) => item.name ?? item.id).sort();
};

test('a stream is created over a topic that is made for it, and described', async () => {
  const created = await run(
    `CREATE STREAM orders (id STRING KEY, customer STRING, amount INT, tags ARRAY<STRING>)
       WITH (KAFKA_TOPIC='orders', PARTITIONS=3, VALUE_FORMAT='JSON');`,
  );
  expect(created).toMatchObject({
    status: 200,
    body: [
      {
        '@type': 'currentStatus',
        commandId: 'stream/`ORDERS`/create',
        commandStatus: { status: 'SUCCESS', message: 'Stream created', queryId: null },
      },
    ],
  });
  expect((await run('DESCRIBE orders EXTENDED;')).body).toMatchObject([
    {
      '@type': 'sourceDescription',
      sourceDescription: {
        name: 'ORDERS',
        type: 'STREAM',
        topic: 'orders',
        partitions: 3,
        keyFormat: 'KAFKA',
        valueFormat: 'JSON',
        fields: [
          { name: 'ID', type: 'KEY', schema: { type: 'STRING' } },
          { name: 'CUSTOMER' },
          { name: 'AMOUNT', schema: { type: 'INTEGER' } },
          { name: 'TAGS', schema: { type: 'ARRAY', memberSchema: { type: 'STRING' } } },
        ],
      },
    },
  ]);
});

test('a source over a topic that is not there is refused, and what had been done is told', async () => {
  const answer = await run(
    `SHOW TABLES; CREATE STREAM nothing (a INT) WITH (KAFKA_TOPIC='absent', VALUE_FORMAT='JSON');`,
  );
  expect(answer).toMatchObject({
    status: 400,
    body: {
      '@type': 'statement_error',
      error_code: 40001,
      message: 'Kafka topic does not exist: absent',
      entities: [{ '@type': 'tables' }],
    },
  });
});

test('an error of the language names the place', async () => {
  const answer = await run('CREATE STREEM x;');
  expect(answer).toMatchObject({ status: 400, body: { '@type': 'statement_error', error_code: 40001 } });
  expect((answer.body as { message: string }).message).toMatch(/line 1:8/);
});

test('inserted rows flow through a persistent query into its sink', async () => {
  await run(
    `CREATE STREAM large AS SELECT id, UCASE(customer) AS who, amount FROM orders WHERE amount > 10 EMIT CHANGES;`,
  );
  await run(`
    INSERT INTO orders (id, customer, amount) VALUES ('1', 'ada', 5);
    INSERT INTO orders (id, customer, amount) VALUES ('2', 'ada', 50);
    INSERT INTO orders (ROWTIME, id, customer, amount) VALUES (1234, '3', 'bob', 70);
  `);
  await expect.poll(async () => (await readTopic(cluster.client, 'LARGE')).length, { timeout: 20_000 }).toBe(2);
  const rows = await readTopic(cluster.client, 'LARGE');
  expect(
    rows.map(({ key, value }) => ({ key, value })).sort((a, b) => String(a.key).localeCompare(String(b.key))),
  ).toEqual([
    { key: '2', value: { WHO: 'ADA', AMOUNT: 50 } },
    { key: '3', value: { WHO: 'BOB', AMOUNT: 70 } },
  ]);
  expect(rows.find(({ key }) => key === '3')?.timestamp).toBe(1234);
});

test('a grouped table counts through a change of key, in Avro, with its schema registered', async () => {
  await run(`CREATE TABLE spent WITH (KAFKA_TOPIC='spent', VALUE_FORMAT='AVRO', PARTITIONS=2) AS
    SELECT customer, COUNT(*) AS orders, SUM(amount) AS total FROM orders GROUP BY customer EMIT CHANGES;`);
  const rows = await ksql(server.url).rows('SELECT customer, orders, total FROM spent EMIT CHANGES LIMIT 2;');
  expect(rows[0]).toMatchObject({ columnNames: ['CUSTOMER', 'ORDERS', 'TOTAL'] });
  expect(rows.slice(1).sort((a, b) => String(a).localeCompare(String(b)))).toEqual([
    ['ada', 2, 55],
    ['bob', 1, 70],
  ]);
  const subject = (await (await fetch(`${cluster.registryUrl}/subjects/spent-value/versions/latest`)).json()) as {
    schema: string;
  };
  expect(JSON.parse(subject.schema)).toMatchObject({ type: 'record' });
  const configs = await cluster.client.describeConfigs([{ type: 'topic', name: 'spent' }]);
  expect(configs[0]?.configs.find(({ name }) => name === 'cleanup.policy')?.value).toBe('compact');
});

test('a pull query asks the table that a query keeps, by key, by condition and with a limit', async () => {
  const pull = async (sql: string): Promise<readonly unknown[]> => {
    const [, ...rows] = await ksql(server.url).rows(sql);
    return rows;
  };
  expect(await pull(`SELECT * FROM spent WHERE customer = 'ada';`)).toEqual([['ada', 2, 55]]);
  expect(await pull('SELECT customer FROM spent WHERE total > 60;')).toEqual([['bob']]);
  expect(await pull('SELECT customer FROM spent LIMIT 1;')).toHaveLength(1);
  const answer = await fetch(`${server.url}/query`, {
    method: 'POST',
    body: JSON.stringify({ ksql: `SELECT * FROM spent WHERE customer = 'eve';` }),
  });
  expect(await answer.json()).toMatchObject([
    { header: { schema: '`CUSTOMER` STRING KEY, `ORDERS` BIGINT, `TOTAL` INTEGER' } },
  ]);
});

test('a query of a stream without EMIT CHANGES ends where the stream ends', async () => {
  const [, ...rows] = await ksql(server.url).rows('SELECT id FROM orders WHERE amount >= 50;');
  expect(rows.sort((a, b) => String(a).localeCompare(String(b)))).toEqual([['2'], ['3']]);
});

test('a stream is joined with a table that was filled before it', async () => {
  await run(`
    CREATE TABLE customers (name STRING PRIMARY KEY, city STRING) WITH (KAFKA_TOPIC='customers', PARTITIONS=3, VALUE_FORMAT='JSON');
    CREATE STREAM visits (name STRING KEY, page STRING) WITH (KAFKA_TOPIC='visits', PARTITIONS=3, VALUE_FORMAT='JSON');
    INSERT INTO customers VALUES ('ada', 'London');
    INSERT INTO visits (ROWTIME, name, page) VALUES (1, 'ada', 'home');
    INSERT INTO visits (ROWTIME, name, page) VALUES (2, 'eve', 'home');
  `);
  await run(`CREATE STREAM placed AS SELECT v.name AS name, v.page AS page, c.city AS city
    FROM visits v LEFT JOIN customers c ON v.name = c.name EMIT CHANGES;`);
  await expect.poll(async () => (await readTopic(cluster.client, 'PLACED')).length, { timeout: 20_000 }).toBe(2);
  const rows = await readTopic(cluster.client, 'PLACED');
  expect(new Map(rows.map(({ key, value }) => [key, value]))).toEqual(
    new Map([
      ['ada', { PAGE: 'home', CITY: 'London' }],
      ['eve', { PAGE: 'home', CITY: null }],
    ]),
  );
});

test('a push query streams until its client goes, and is not left running', async () => {
  const abort = new AbortController();
  const answer = await ksql(server.url).open('SELECT id, amount FROM orders EMIT CHANGES;', abort.signal);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (text.split('\n').length < 5) text += (await reader?.read())?.value ?? '';
  const pushes = async (): Promise<number> =>
    (await ksql(server.url).queries()).filter(({ kind }) => kind === 'push').length;
  expect(await pushes()).toBe(1);
  abort.abort();
  await expect.poll(pushes).toBe(0);
});

test('EXPLAIN shows the plan of a running query and of one that is not run', async () => {
  const [id] = (await names('queries')) as string[];
  expect((await run(`EXPLAIN ${id};`)).body).toMatchObject([
    { '@type': 'queryDescription', queryDescription: { id, state: 'RUNNING', queryType: 'PERSISTENT' } },
  ]);
  const { body } = await run('EXPLAIN SELECT id FROM orders WHERE amount > 3 EMIT CHANGES;');
  const [{ queryDescription }] = body as [{ queryDescription: { executionPlan: string; fields: unknown } }];
  expect(queryDescription.executionPlan).toContain('FILTER');
  expect(queryDescription.fields).toMatchObject([{ name: 'ID' }]);
});

test('a restarted server knows its sources, keeps paused queries paused and goes on with the others', async () => {
  const before = await Promise.all([names('streams'), names('tables'), names('queries')]);
  const [large] = before[2] as string[];
  await run(`PAUSE ${large};`);
  await server.close();
  server = await start();
  expect(await Promise.all([names('streams'), names('tables'), names('queries')])).toEqual(before);
  await run(`INSERT INTO visits (name, page) VALUES ('ada', 'after');`);
  await expect.poll(async () => (await readTopic(cluster.client, 'PLACED')).length, { timeout: 20_000 }).toBe(3);
  const view = (await ksql(server.url).queries()).find(({ queryId }) => queryId === large);
  expect(view?.state).toBe('PAUSED');
  await run(`RESUME ${large};`);
  await expect
    .poll(async () => (await ksql(server.url).queries()).find(({ queryId }) => queryId === large)?.state)
    .toBe('RUNNING');
});

test('a source that queries use is not dropped; terminated and dropped, nothing of a query is left', async () => {
  expect((await run('DROP STREAM orders;')).status).toBe(400);
  const spent = ((await names('queries')) as string[]).find((id) => id.includes('SPENT'));
  expect(await run(`TERMINATE ${spent};`)).toMatchObject({ status: 200 });
  expect(await run('DROP TABLE spent DELETE TOPIC;')).toMatchObject({
    body: [{ commandStatus: { message: 'Source `SPENT` (topic: spent) was dropped.' } }],
  });
  expect(await names('queries')).not.toContain(spent);
  const topics = (await cluster.client.metadata()).topics.map(({ name }) => name);
  expect(topics.filter((name) => name === 'spent' || name.includes(spent ?? '-'))).toEqual([]);
});

test('rows that cannot be read are skipped, counted and told in the processing log', async () => {
  await run(`CREATE STREAM raw (v STRING) WITH (KAFKA_TOPIC='mixed', PARTITIONS=1, VALUE_FORMAT='KAFKA');
    CREATE STREAM typed (n INT) WITH (KAFKA_TOPIC='mixed', VALUE_FORMAT='JSON');
    CREATE STREAM good AS SELECT n + 1 AS m FROM typed EMIT CHANGES;
    INSERT INTO raw VALUES ('{"N": 1}'); INSERT INTO raw VALUES ('not json'); INSERT INTO raw VALUES ('{"N": 2}');`);
  await expect.poll(async () => (await readTopic(cluster.client, 'GOOD')).length, { timeout: 20_000 }).toBe(2);
  const errors = async (): Promise<number | undefined> =>
    (await ksql(server.url).queries()).find(({ sink }) => sink === 'GOOD')?.errors;
  await expect.poll(errors).toBe(1);
  const log = await readTopic(cluster.client, 'default_ksql_processing_log');
  expect(log).toMatchObject([{ value: { level: 'ERROR', message: { type: 0 } } }]);
});

test('a window that is gone is told as a tombstone of its key and bounds', async () => {
  await run(`CREATE STREAM pings (host STRING KEY, ms INT) WITH (KAFKA_TOPIC='pings', PARTITIONS=2, VALUE_FORMAT='JSON');
    CREATE TABLE uptimes AS SELECT host, COUNT(*) AS n FROM pings WINDOW SESSION (1 MINUTE) GROUP BY host EMIT CHANGES;`);
  for (const [index, second] of [0, 90, 45].entries()) {
    await run(`INSERT INTO pings (ROWTIME, host, ms) VALUES (${second * 1000}, 'x', 1);`);
    const written = async (): Promise<number> => (await readTopic(cluster.client, 'UPTIMES')).length;
    await expect.poll(written, { timeout: 20_000 }).toBeGreaterThan(index);
  }
  const answer = await fetch(`${server.url}/query`, {
    method: 'POST',
    body: JSON.stringify({
      ksql: 'SELECT * FROM uptimes EMIT CHANGES LIMIT 3;',
      streamsProperties: { 'auto.offset.reset': 'earliest' },
    }),
  });
  const elements = (await answer.json()) as readonly { readonly row?: unknown }[];
  const told = elements.flatMap(({ row }) => (row === undefined ? [] : [row]));
  // The query begins with the table as it is: of each window only the last change is told.
  expect(told).toEqual([
    { columns: ['x', 0, 0, null], tombstone: true },
    { columns: ['x', 90_000, 90_000, null], tombstone: true },
    { columns: ['x', 0, 90_000, 3] },
  ]);
});
