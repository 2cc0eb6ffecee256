/**
 * Measures the broker in a process of its own against raw, pipelined requests: `node bench/broker.ts [--seconds N]`.
 * Prints MB/s of record bytes, records/s, and CPU seconds of the server for each GiB.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '@millrace/broker';
import {
  createTopicsApi,
  decodeResponse,
  encodeRequest,
  fetchApi,
  listOffsetsApi,
  produceApi,
  RecordBatchBuilder,
} from '@millrace/kafka-wire';
import { Client } from './pipelined-client.ts';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '4' }, serve: { type: 'string' }, flush: { type: 'string' } },
});
const seconds = Number(options.seconds);

interface Usage {
  readonly port: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly longestStallMs: number;
}

/** The child: a broker that tells its port, and its use of CPU and memory whenever it is asked. */
async function serve(dataDir: string): Promise<void> {
  const flush = options.flush === 'os' ? 'os' : 'commit';
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0, flush });
  let longestStallMs = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    longestStallMs = Math.max(longestStallMs, now - last - 10);
    last = now;
  }, 10);
  // Whoever measured is gone, however it ended.
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const rssMb = process.memoryUsage().rss / 1e6;
    process.send?.({ port: broker.port, cpuSeconds: (user + system) / 1e6, rssMb, longestStallMs });
    longestStallMs = 0;
  });
}

async function measure(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const flags = options.flush === undefined ? [] : ['--flush', options.flush];
  const child = fork(import.meta.filename, ['--serve', dataDir, ...flags], { execArgv: [] });
  const usage = (): Promise<Usage> =>
    new Promise((resolve) => {
      child.once('message', (message) => resolve(message as Usage));
      child.send('usage');
    });
  const idle = await usage();
  console.log(`idle: ${idle.rssMb.toFixed(0)} MB resident`);
  const client = await Client.open(idle.port);
  const cases = [
    { name: '1 KiB x 16', recordBytes: 1024, records: 16, partitions: 1 },
    { name: '1 KiB x 128', recordBytes: 1024, records: 128, partitions: 1 },
    { name: '1 KiB x 16', recordBytes: 1024, records: 16, partitions: 6 },
    { name: '100 B x 160', recordBytes: 100, records: 160, partitions: 1 },
    { name: '100 B x 1280', recordBytes: 100, records: 1280, partitions: 1 },
    { name: '100 B x 1', recordBytes: 100, records: 1, partitions: 1 },
  ];
  for (const [index, each] of cases.entries()) {
    const topic = `bench-${index}`;
    await client.call(createTopicsApi, 7, {
      topics: [{ name: topic, numPartitions: each.partitions, replicationFactor: 1 }],
    });
    const batch = batchOf(each.recordBytes, each.records);
    await report(`produce ${each.name}, ${each.partitions} partition(s)`, usage, () =>
      produceFor(client, topic, batch, each),
    );
    await report(`fetch   ${each.name}, ${each.partitions} partition(s)`, usage, () => fetchAll(client, topic, each));
  }
  client.close();
  const done = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await done;
  const started = performance.now();
  const again = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  console.log(`start after a kill with all of this: ${(performance.now() - started).toFixed(0)} ms`);
  await again.close();
  rmSync(dataDir, { recursive: true });
}

interface Case {
  readonly records: number;
  readonly partitions: number;
}

interface Moved {
  readonly bytes: number;
  readonly records: number;
}

async function report(name: string, usage: () => Promise<Usage>, run: () => Promise<Moved>): Promise<void> {
  const before = await usage();
  const started = performance.now();
  const { bytes, records } = await run();
  const elapsed = (performance.now() - started) / 1000;
  const after = await usage();
  const cpu = after.cpuSeconds - before.cpuSeconds;
  const figures = [
    `${(bytes / 1e6 / elapsed).toFixed(0)} MB/s`,
    `${Math.round(records / elapsed).toLocaleString('en')} records/s`,
    `${(cpu / (bytes / 2 ** 30)).toFixed(2)} CPU s/GiB`,
    `${after.rssMb.toFixed(0)} MB resident`,
    `stall ${after.longestStallMs.toFixed(0)} ms`,
  ];
  console.log(`${name.padEnd(42)} ${figures.join('  ')}`);
}

function batchOf(recordBytes: number, records: number): Uint8Array {
  const builder = new RecordBatchBuilder();
  const value = new Uint8Array(recordBytes).fill(120);
  for (let i = 0; i < records; i++) builder.append(null, value, 1_700_000_000_000 + i);
  return builder.build();
}

async function produceFor(client: Client, topic: string, batch: Uint8Array, each: Case): Promise<Moved> {
  const until = performance.now() + seconds * 1000;
  let sent = 0;
  const requests = Array.from({ length: each.partitions }, (_, index) =>
    Buffer.concat(
      encodeRequest(
        produceApi,
        9,
        { correlationId: 1, clientId: 'bench' },
        {
          acks: -1,
          timeoutMs: 30_000,
          topicData: [{ name: topic, partitionData: [{ index, records: batch }] }],
        },
      ),
    ),
  );
  // As a real producer does: a few requests under way on each connection.
  const lane = async (request: Buffer): Promise<void> => {
    while (performance.now() < until) {
      const { responses } = decodeResponse(produceApi, 9, await client.send(request));
      if (responses[0]?.partitionResponses[0]?.errorCode !== 0) throw new Error('a produce request was refused');
      sent++;
    }
  };
  await Promise.all(requests.flatMap((request) => Array.from({ length: 5 }, () => lane(request))));
  return { bytes: sent * batch.length, records: sent * each.records };
}

async function fetchAll(client: Client, topic: string, each: Case): Promise<Moved> {
  const moved = { bytes: 0, records: 0 };
  const one = async (partition: number): Promise<void> => {
    const ends = await client.call(listOffsetsApi, 5, {
      topics: [{ name: topic, partitions: [{ partitionIndex: partition, timestamp: -1 }] }],
    });
    const end = ends.topics[0]?.partitions[0]?.offset ?? 0;
    for (let fetchOffset = 0; fetchOffset < end;) {
      const { responses } = await client.call(fetchApi, 11, {
        maxWaitMs: 500,
        minBytes: 1,
        maxBytes: 50_000_000,
        topics: [{ topic, partitions: [{ partition, fetchOffset, partitionMaxBytes: 1_048_576 }] }],
      });
      const records = responses[0]?.partitions[0]?.records ?? new Uint8Array(0);
      const size = new DataView(records.buffer, records.byteOffset).getInt32(8) + 12;
      const count = (records.length / size) * each.records;
      moved.bytes += records.length;
      moved.records += count;
      fetchOffset += count;
    }
  };
  await Promise.all(Array.from({ length: each.partitions }, (_, partition) => one(partition)));
  return moved;
}

if (options.serve === undefined) await measure();
else await serve(options.serve);
