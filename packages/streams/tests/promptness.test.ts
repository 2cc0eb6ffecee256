import { startStreams, type StreamsServer } from '@millrace/streams';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, ksql, readTopic, startCluster } from './cluster.ts';

let cluster: Cluster;
let server: StreamsServer;

beforeAll(async () => {
  cluster = await startCluster();
  server = await startStreams({
    kafka: { bootstrap: cluster.bootstrap },
    registryUrl: cluster.registryUrl,
    host: '127.0.0.1',
    port: 0,
    commitIntervalMs: 20,
  });
});
afterAll(async () => {
  await server.close();
  await cluster.close();
});

async function run(statements: string): Promise<void> {
  expect(await ksql(server.url).run(statements)).toMatchObject({ status: 200 });
}

/** Opens a push query by the older endpoint; `rows` are those whose lines are complete, as a reader of lines sees them. */
async function open(sql: string, reset: 'earliest' | 'latest') {
  const abort = new AbortController();
  const answer = await fetch(`${server.url}/query`, {
    method: 'POST',
    body: JSON.stringify({ ksql: sql, streamsProperties: { 'auto.offset.reset': reset } }),
    signal: abort.signal,
  });
  let text = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
  })().catch(() => undefined);
  const lines = (): readonly string[] => text.split('\n').slice(0, -1);
  const rows = (): readonly unknown[] =>
    lines()
      .filter((line) => line.startsWith('{"row"'))
      .map((line) => (JSON.parse(line.replace(/,$/, '')) as { row: { columns: unknown } }).row.columns)
      .sort((a, b) => String(a).localeCompare(String(b)));
  await expect.poll(() => lines().length).toBeGreaterThan(0);
  return {
    rows,
    async close() {
      abort.abort();
      await reading;
    },
  };
}

const soon = { timeout: 4000, interval: 20 };

/** Waits until the server runs a push query's reading of its sources. */
async function running(): Promise<void> {
  const state = async (): Promise<unknown> =>
    (await ksql(server.url).queries()).filter(({ kind }) => kind === 'push').map((query) => query.state);
  await expect.poll(state, soon).toEqual(['RUNNING']);
}

test('the newest row is told as a whole line, without waiting for another', async () => {
  await run(
    `CREATE STREAM orders (id STRING KEY, amount INT) WITH (KAFKA_TOPIC='orders', PARTITIONS=6, VALUE_FORMAT='JSON');`,
  );
  const query = await open('SELECT id FROM orders WHERE amount > 10 EMIT CHANGES;', 'latest');
  await running();
  await run(`INSERT INTO orders VALUES ('a', 50);`);
  await expect.poll(query.rows, soon).toEqual([['a']]);
  await run(`INSERT INTO orders VALUES ('b', 5); INSERT INTO orders VALUES ('c', 70);`);
  await expect.poll(query.rows, soon).toEqual([['a'], ['c']]);
  await query.close();
});

test('a join goes on while other partitions, and the other side, are at their end', async () => {
  await run(`CREATE TABLE people (name STRING PRIMARY KEY, city STRING) WITH (KAFKA_TOPIC='people', PARTITIONS=6, VALUE_FORMAT='JSON');
    CREATE STREAM visits (name STRING KEY, page STRING) WITH (KAFKA_TOPIC='visits', PARTITIONS=6, VALUE_FORMAT='JSON');
    INSERT INTO people VALUES ('ada', 'London');
    CREATE STREAM placed AS SELECT v.name AS name, page, city FROM visits v JOIN people p ON v.name = p.name EMIT CHANGES;`);
  const query = await open(
    'SELECT v.name AS name, page, city FROM visits v JOIN people p ON v.name = p.name EMIT CHANGES;',
    'latest',
  );
  await running();
  await run(`INSERT INTO visits VALUES ('ada', 'one');`);
  await expect.poll(query.rows, soon).toEqual([['ada', 'one', 'London']]);
  await expect.poll(async () => (await readTopic(cluster.client, 'PLACED')).length, soon).toBe(1);
  await run(`INSERT INTO people VALUES ('eve', 'Paris');`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await run(`INSERT INTO visits VALUES ('eve', 'two');`);
  await expect.poll(query.rows, soon).toEqual([
    ['ada', 'one', 'London'],
    ['eve', 'two', 'Paris'],
  ]);
  await expect.poll(async () => (await readTopic(cluster.client, 'PLACED')).length, soon).toBe(2);
  await query.close();
});

test('a join whose sides are rekeyed goes on with the rows there are', async () => {
  await run(`CREATE STREAM bought (id STRING KEY, person STRING) WITH (KAFKA_TOPIC='bought', PARTITIONS=3, VALUE_FORMAT='JSON');
    CREATE STREAM paid (id STRING KEY, person STRING, amount INT) WITH (KAFKA_TOPIC='paid', PARTITIONS=3, VALUE_FORMAT='JSON');
    CREATE STREAM sent (amount INT KEY, person STRING) WITH (KAFKA_TOPIC='sent', PARTITIONS=3, VALUE_FORMAT='JSON');`);
  const sql = `SELECT b.person AS person, p.amount AS amount FROM bought b
    JOIN paid p WITHIN 1 HOUR ON b.person = p.person JOIN sent s WITHIN 1 HOUR ON p.amount = s.amount EMIT CHANGES;`;
  await run(`CREATE STREAM settled AS ${sql}`);
  const query = await open(sql, 'latest');
  await running();
  await run(
    `INSERT INTO sent VALUES (7, 'ada'); INSERT INTO bought VALUES ('1', 'ada'); INSERT INTO paid VALUES ('2', 'ada', 7);`,
  );
  await expect.poll(() => query.rows().length, soon).toBe(1);
  await expect.poll(async () => (await readTopic(cluster.client, 'SETTLED')).length, soon).toBe(1);
  await run(
    `INSERT INTO sent VALUES (8, 'eve'); INSERT INTO bought VALUES ('3', 'eve'); INSERT INTO paid VALUES ('4', 'eve', 8);`,
  );
  await expect.poll(() => query.rows().length, soon).toBe(2);
  await expect.poll(async () => (await readTopic(cluster.client, 'SETTLED')).length, soon).toBe(2);
  await query.close();
});

test('a table joined by a foreign key tells each change of either side', async () => {
  await run(`CREATE TABLE flights (flight STRING PRIMARY KEY, carrier STRING) WITH (KAFKA_TOPIC='flights', PARTITIONS=3, VALUE_FORMAT='JSON');
    CREATE TABLE carriers (code STRING PRIMARY KEY, name STRING) WITH (KAFKA_TOPIC='carriers', PARTITIONS=3, VALUE_FORMAT='JSON');
    INSERT INTO carriers VALUES ('LH', 'Lufthansa');
    INSERT INTO flights VALUES ('1', 'LH');`);
  const sql = `SELECT f.flight AS flight, c.name AS name FROM flights f JOIN carriers c ON f.carrier = c.code EMIT CHANGES;`;
  await run(`CREATE TABLE named AS ${sql}`);
  const query = await open(sql, 'latest');
  await expect.poll(query.rows, soon).toEqual([['1', 'Lufthansa']]);
  await expect.poll(async () => (await readTopic(cluster.client, 'NAMED')).length, soon).toBe(1);
  await run(`INSERT INTO flights VALUES ('2', 'LH');`);
  await expect.poll(() => query.rows().length, soon).toBe(2);
  await expect.poll(async () => (await readTopic(cluster.client, 'NAMED')).length, soon).toBe(2);
  await run(`INSERT INTO carriers VALUES ('LH', 'LH Group');`);
  await expect.poll(() => query.rows().length, soon).toBe(4);
  await expect.poll(async () => (await readTopic(cluster.client, 'NAMED')).length, soon).toBe(4);
  await query.close();
});
