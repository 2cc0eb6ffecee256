import { type KafkaClient, Producer } from '@millrace/kafka-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, killHard, ksql, readTopic, startChild, startCluster } from './cluster.ts';

const total = 120_000;
const keys = 50;

let cluster: Cluster;
let child: Awaited<ReturnType<typeof startChild>> | undefined;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  child?.process.kill('SIGKILL');
  await cluster.close();
});

async function load(client: KafkaClient): Promise<void> {
  await client.createTopics([{ name: 'events', partitions: 3 }]);
  const producer = new Producer(client);
  for (let id = 0; id < total; id += 1) {
    const key = Buffer.from(`k${id % keys}`);
    const value = Buffer.from(JSON.stringify({ ID: id, N: id % 10 }));
    // One event a second from 2001 on.
    producer.send('events', { key, value, timestamp: 978_307_200_000 + id * 1000 });
  }
  await producer.close();
}

test('queries killed in their midst and started again give exactly the rows of an uninterrupted run', async () => {
  await load(cluster.client);
  child = await startChild(cluster);
  const answer = await ksql(child.url).run(`
    CREATE STREAM events (k STRING KEY, id INT, n INT) WITH (KAFKA_TOPIC='events', VALUE_FORMAT='JSON');
    CREATE STREAM passed AS SELECT k, id, n * 2 AS doubled FROM events EMIT CHANGES;
    CREATE TABLE hourly AS SELECT k, COUNT(*) AS c, SUM(n) AS s FROM events WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY k EMIT CHANGES;
    CREATE TABLE by_n AS SELECT n, COUNT(*) AS c FROM events GROUP BY n EMIT CHANGES;
  `);
  expect(answer).toMatchObject({ status: 200 });

  let kills = 0;
  for (const least of [1, 20_000, 50_000]) {
    const { url } = child;
    const sum = async (): Promise<number> => (await committed(cluster.client)).reduce((a, b) => a + b, 0);
    await expect.poll(sum, { timeout: 30_000, interval: 10 }).toBeGreaterThanOrEqual(least);
    const lag = (await ksql(url).queries()).reduce((all, query) => all + query.lag, 0);
    await killHard(child.process);
    if (lag > 0) kills += 1;
    child = await startChild(cluster);
  }
  expect(kills).toBeGreaterThan(0);
  const done = async (): Promise<boolean> => (await committed(cluster.client)).filter((n) => n >= total).length === 3;
  const states = await ksql(child.url).queries();
  await expect.poll(done, { timeout: 20_000, interval: 50, message: JSON.stringify(states) }).toBe(true);
  await killHard(child.process);

  const passed = await readTopic(cluster.client, 'PASSED');
  expect(passed).toHaveLength(total);
  expect(new Set(passed.map(({ value }) => (value as { ID: number }).ID)).size).toBe(total);

  const hourly = newest(await readTopic(cluster.client, 'HOURLY'));
  const expected = new Map<string, { C: number; S: number }>();
  for (let id = 0; id < total; id += 1) {
    const name = `k${id % keys}@${Math.floor(id / 3600)}`;
    const row = expected.get(name) ?? { C: 0, S: 0 };
    expected.set(name, { C: row.C + 1, S: row.S + (id % 10) });
  }
  expect(hourly.size).toBe(expected.size);
  const counted = [...hourly.values()].map((value) => (value as { C: number }).C);
  expect(counted.reduce((a, b) => a + b, 0)).toBe(total);

  const byN = [...newest(await readTopic(cluster.client, 'BY_N')).values()];
  expect(byN).toEqual(Array.from({ length: 10 }, () => ({ C: total / 10 })));
});

/** Records that each query has processed for good, by the offsets that its transactions committed. */
async function committed(client: KafkaClient): Promise<readonly number[]> {
  const groups = (await client.listGroups()).map(({ groupId }) => groupId).filter((name) => name.includes('query_'));
  const offsets = await Promise.all(groups.map((group) => client.fetchOffsets(group)));
  return offsets.map((list) => list.reduce((sum, { offset }) => sum + offset, 0));
}

function newest(records: Awaited<ReturnType<typeof readTopic>>): Map<string, unknown> {
  return new Map(records.map(({ keyBytes, value }) => [Buffer.from(keyBytes ?? []).toString('hex'), value]));
}
