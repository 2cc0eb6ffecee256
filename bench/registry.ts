/**
 * Measures the registry over the broker, both in a process of their own, as bench.sh of Apicurio's peer does: schemas by id, new
 * versions over 100 subjects (durable when answered), compatibility checks, from 16 connections; then how it starts with 100,000
 * schemas. With `--peer URL` (another registry's Confluent-compatible API) the same loads go to that one by turns, and the ratio
 * is told.
 *
 *     node bench/registry.ts [--peer URL] [--seconds 4] [--rounds 3] [--warm 5] [--schemas 100000]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '@millrace/broker';
import { KafkaClient, TopicLog } from '@millrace/kafka-client';
import { startRegistry } from '@millrace/registry';
import { load, type HttpRequest, type LoadResult } from './http-load.ts';

const { values: options } = parseArgs({
  options: {
    peer: { type: 'string' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    warm: { type: 'string', default: '5' },
    schemas: { type: 'string', default: '100000' },
    serve: { type: 'string' },
  },
});

interface Usage {
  readonly url: string;
  readonly startMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** The child: broker and registry, which tell their address and use of the machine whenever asked. */
async function serve(dataDir: string): Promise<void> {
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const before = performance.now();
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  const startMs = performance.now() - before;
  // Whoever measured is gone, however it ended.
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const rssMb = process.memoryUsage().rss / 2 ** 20;
    process.send?.({ url: registry.url, startMs, cpuMs: (user + system) / 1000, rssMb });
  });
}

class Child {
  readonly #process: ChildProcess;

  constructor(dataDir: string) {
    this.#process = fork(import.meta.filename, ['--serve', dataDir], { execArgv: [] });
  }

  usage(): Promise<Usage> {
    return new Promise((resolve) => {
      this.#process.once('message', (message) => resolve(message as Usage));
      this.#process.send('usage');
    });
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await gone;
  }
}

/** A field that no schema had before, with a default: a new schema that is compatible with all others. */
let fields = 0;
const run = Date.now().toString(36);
function evolved(): string {
  const field = { name: `f${run}_${fields++}`, type: 'int', default: 0 };
  return flight(field);
}

function flight(...more: object[]): string {
  const origin = { name: 'origin', type: 'string' };
  return JSON.stringify({ type: 'record', name: 'Flight', namespace: 'bench', fields: [origin, ...more] });
}

const post = (path: string, schema: string): HttpRequest => ({
  method: 'POST',
  path,
  body: JSON.stringify({ schema }),
});

/** What is asked of a registry, by the path of its API and the id that it gave. */
const loads: Readonly<Record<string, (base: string, id: number) => () => HttpRequest>> = {
  'GET /schemas/ids/{id}': (base, id) => () => ({ method: 'GET', path: `${base}/schemas/ids/${id}` }),
  'POST a new version': (base) => () => post(`${base}/subjects/bench-${fields % 100}/versions`, evolved()),
  'POST a compatibility check': (base) => () =>
    post(`${base}/compatibility/subjects/bench-value/versions/latest`, evolved()),
};

interface Target {
  readonly url: string;
  readonly id: number;
}

async function prepared(url: string): Promise<Target> {
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  await fetch(`${url}/config`, { method: 'PUT', headers, body: '{"compatibility":"BACKWARD"}' });
  const body = JSON.stringify({ schema: flight() });
  const answer = await fetch(`${url}/subjects/bench-value/versions`, { method: 'POST', headers, body });
  const { id } = (await answer.json()) as { id: number };
  return { url, id };
}

function apply({ url, id }: Target, name: string, seconds: number): Promise<LoadResult> {
  const base = new URL(url).pathname.replace(/\/$/, '');
  const next = loads[name]?.(base, id) ?? ((): HttpRequest => ({ method: 'GET', path: base }));
  return load(url, seconds * 1000, next);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

async function measureLoads(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-registry-'));
  const child = new Child(dataDir);
  const ours = await prepared((await child.usage()).url);
  const peer = options.peer === undefined ? undefined : await prepared(options.peer);
  const [seconds, rounds, warm] = [options.seconds, options.rounds, options.warm].map(Number) as [
    number,
    number,
    number,
  ];
  for (const name of Object.keys(loads)) {
    for (const target of [ours, peer]) if (target !== undefined) await apply(target, name, warm / 3);
  }
  for (const name of Object.keys(loads)) {
    const [own, others]: [LoadResult[], LoadResult[]] = [[], []];
    const before = await child.usage();
    for (let round = 0; round < rounds; round++) {
      own.push(await apply(ours, name, seconds));
      if (peer !== undefined) others.push(await apply(peer, name, seconds));
    }
    const answers = own.reduce((sum, each) => sum + each.answers, 0);
    const cpu = (((await child.usage()).cpuMs - before.cpuMs) * 1000) / answers;
    console.log(`${name.padEnd(28)} ${resultText(own)}, ${cpu.toFixed(0)} µs of processor each`);
    if (others.length > 0) {
      const ratio = median(own.map(({ perSecond }) => perSecond)) / median(others.map(({ perSecond }) => perSecond));
      console.log(`${'  the peer'.padEnd(28)} ${resultText(others)}: ours is ${ratio.toFixed(1)} times as fast`);
    }
  }
  await child.stop();
  await rm(dataDir, { recursive: true });
}

function resultText(results: readonly LoadResult[]): string {
  const rate = median(results.map(({ perSecond }) => perSecond)).toFixed(0);
  const p99 = median(results.map(({ p99Ms }) => p99Ms)).toFixed(1);
  const failed = results.reduce((sum, each) => sum + each.failed, 0);
  return `${rate.padStart(7)}/s, p99 ${p99.padStart(6)} ms${failed === 0 ? '' : `, ${failed} failed`}`;
}

/** Writes the schemas as a registry would have left them on its topic. */
async function fill(dataDir: string, count: number): Promise<void> {
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'bench' });
  const log = await TopicLog.open(client, {
    topic: '_schemas',
    configs: { 'cleanup.policy': 'compact' },
    apply: () => undefined,
  });
  const record = (id: number): { key: Uint8Array; value: Uint8Array } => {
    const [subject, version] = [`domain-${id % 100}.product-${id % 10_000}-value`, Math.ceil(id / 10_000)];
    const key = { keytype: 'SCHEMA', subject, version, magic: 1 };
    const value = { subject, version, id, schema: evolved(), deleted: false };
    return { key: Buffer.from(JSON.stringify(key)), value: Buffer.from(JSON.stringify(value)) };
  };
  for (let first = 1; first <= count; first += 1000) {
    const size = Math.min(1000, count - first + 1);
    await log.append(Array.from({ length: size }, (_, index) => record(first + index)));
  }
  await log.close();
  await client.close();
  await broker.close();
}

async function measureStart(count: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-registry-'));
  if (count > 0) await fill(dataDir, count);
  const times: number[] = [];
  let rssMb = 0;
  for (let round = 0; round < 3; round++) {
    const child = new Child(dataDir);
    const usage = await child.usage();
    times.push(usage.startMs);
    rssMb = Math.max(rssMb, usage.rssMb);
    await child.stop();
  }
  console.log(
    `start with ${count} schemas: ready in ${median(times).toFixed(0)} ms, at most ${rssMb.toFixed(0)} MiB resident, broker included`,
  );
  await rm(dataDir, { recursive: true });
}

if (options.serve !== undefined) {
  await serve(options.serve);
} else {
  await measureLoads();
  await measureStart(0);
  await measureStart(Number(options.schemas));
}
