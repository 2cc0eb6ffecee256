import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { Fetcher, forEachRecord, KafkaClient } from '@millrace/kafka-client';
import { startRegistry } from '@millrace/registry';
import { expect } from 'vitest';
import type { QueryView } from '../src/runtime/supervisor.ts';

/** A broker and a registry of their own, for one test file. */
export interface Cluster {
  readonly bootstrap: string;
  readonly registryUrl: string;
  readonly client: KafkaClient;
  close(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-streams-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0, flush: 'os' });
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'test' });
  return {
    bootstrap: broker.address,
    registryUrl: registry.url,
    client,
    async close() {
      await client.close();
      await registry.close();
      await broker.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  readonly status: number;
  // Answers are looked at with matchers, whatever their shape.
  readonly body: unknown;
}

/** A client of ksqlDB's REST API, as small as it can be. */
export function ksql(url: string) {
  const properties = { 'auto.offset.reset': 'earliest' };
  const post = async (path: string, body: unknown, signal?: AbortSignal): Promise<Response> =>
    fetch(url + path, { method: 'POST', body: JSON.stringify(body), ...(signal === undefined ? {} : { signal }) });
  return {
    async run(statements: string): Promise<Answer> {
      const answer = await post('/ksql', { ksql: statements, streamsProperties: properties });
      return { status: answer.status, body: await answer.json() };
    },
    /** Rows of a query that ends by its LIMIT. */
    async rows(sql: string): Promise<readonly unknown[]> {
      const text = await (await post('/query-stream', { sql, properties })).text();
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    },
    open: (sql: string, signal: AbortSignal): Promise<Response> => post('/query-stream', { sql, properties }, signal),
    async queries(): Promise<readonly QueryView[]> {
      return ((await (await fetch(`${url}/millrace/queries`)).json()) as { items: readonly QueryView[] }).items;
    },
    /** Waits until every persistent query has processed all that its sources hold. */
    async settled(processed: number, timeout = 60_000): Promise<void> {
      const isDone = async (): Promise<boolean> => {
        const queries = await this.queries();
        return queries.length > 0 && queries.every((query) => query.lag === 0 && query.processed >= processed);
      };
      await expect.poll(isDone, { timeout, interval: 50 }).toBe(true);
    },
  };
}

export interface SeenRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly keyBytes: Uint8Array | null;
  readonly value: unknown;
}

/** All committed records of a topic whose values are JSON. */
export async function readTopic(client: KafkaClient, topic: string): Promise<readonly SeenRecord[]> {
  const ends = await client.listOffsets(topic, 'latest', { isolation: 'read_committed' });
  const fetcher = new Fetcher(client, { isolation: 'read_committed' });
  const left = new Map([...ends].filter(([, end]) => end > 0));
  fetcher.assign([...left.keys()].map((partition) => ({ topic, partition, offset: 0 })));
  const records: SeenRecord[] = [];
  while (left.size > 0) {
    for (const fetched of await fetcher.poll(1000)) {
      const { partition } = fetched;
      forEachRecord(fetched, ({ offset, timestamp, key, value }) => {
        records.push({
          partition,
          offset,
          timestamp,
          key: key === null ? null : Buffer.from(key).toString(),
          keyBytes: key === null ? null : Uint8Array.from(key),
          value: value === null ? null : (JSON.parse(Buffer.from(value).toString()) as unknown),
        });
      });
      if (fetched.endOffset >= (left.get(partition) ?? 0)) left.delete(partition);
    }
  }
  await fetcher.close();
  return records;
}

/** A ksql server in a process of its own, so that it can be killed. */
export async function startChild(cluster: Cluster): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'serve-child.ts'), cluster.bootstrap, cluster.registryUrl],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: line.toString().trim(), process: child };
}

export async function killHard(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
