/**
 * What it costs to check records at the door: flights in Avro, produced to topics that ask for nothing, for registered ids, and
 * for values that fit. Broker and registry are a process of their own. `node bench/door.ts [--seconds N]` prints records/s and the
 * processor time that the server spends on a record.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '@millrace/broker';
import type { Compression } from '@millrace/kafka-wire';
import { createTopicsApi, decodeResponse, encodeRequest, produceApi, RecordBatchBuilder } from '@millrace/kafka-wire';
import { recordDoor, startRegistry } from '@millrace/registry';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import { flightSchema } from '../examples/flights/src/schemas.ts';
import { Client } from './pipelined-client.ts';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '4' }, serve: { type: 'string' } },
});
const seconds = Number(options.seconds);
const recordsInBatch = 500;
const levels = ['none', 'id', 'full'] as const;
const compressions: readonly Compression[] = ['none', 'zstd'];

interface Serving {
  readonly port: number;
  readonly registry: string;
  readonly cpuSeconds: number;
}

/** The child: tells where it is and how much processor time it has used, whenever it is asked. */
async function serve(dataDir: string): Promise<void> {
  const started = Promise.withResolvers<string>();
  const validator = recordDoor({ url: started.promise });
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0, validator });
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  started.resolve(registry.url);
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ port: broker.port, registry: registry.url, cpuSeconds: (user + system) / 1e6 });
  });
}

async function measure(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-bench-door-'));
  const child = fork(import.meta.filename, ['--serve', dataDir], { execArgv: [] });
  const serving = (): Promise<Serving> =>
    new Promise((resolve) => {
      child.once('message', (message) => resolve(message as Serving));
      child.send('usage');
    });
  const { port, registry } = await serving();
  const client = await Client.open(port);
  for (const compression of compressions) {
    for (const level of levels) {
      const topic = `flights-${compression}-${level}`;
      const id = await register(registry, `${topic}-value`);
      await create(client, topic, level);
      const request = produceRequest(topic, batchOf(id, compression));
      await produceFor(client, request, 0.5);
      const before = await serving();
      const { sent, elapsed } = await produceFor(client, request, seconds);
      const cpu = (await serving()).cpuSeconds - before.cpuSeconds;
      const rate = Math.round((sent * recordsInBatch) / elapsed).toLocaleString('en');
      const each = ((cpu * 1e6) / (sent * recordsInBatch)).toFixed(3);
      console.log(
        `${compression.padEnd(5)} ${level.padEnd(5)} ${rate.padStart(10)} records/s  ${each} µs of processor each`,
      );
    }
  }
  client.close();
  const done = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await done;
  rmSync(dataDir, { recursive: true });
}

async function register(registry: string, subject: string): Promise<number> {
  const body = JSON.stringify({ schema: JSON.stringify(flightSchema) });
  const answer = await fetch(`${registry}/subjects/${subject}/versions`, { method: 'POST', body });
  return ((await answer.json()) as { id: number }).id;
}

async function create(client: Client, name: string, level: string): Promise<void> {
  const configs = [{ name: 'millrace.value.schema.validation', value: level }];
  const { topics } = await client.call(createTopicsApi, 7, {
    topics: [{ name, numPartitions: 1, replicationFactor: 1, configs }],
  });
  if (topics[0]?.errorCode !== 0) throw new Error(`topic ${name}: ${topics[0]?.errorMessage}`);
}

function batchOf(id: number, compression: Compression): Uint8Array {
  const builder = new RecordBatchBuilder({ compression });
  const encode = compileEncoder(parseAvro(JSON.stringify(flightSchema)));
  for (let i = 0; i < recordsInBatch; i++) {
    const date = 978_307_200_000 + i * 60_000;
    const flight = { date, delay: (i % 90) - 15, distance: 100 + i * 7, origin: 'SFO', destination: 'LAX' };
    builder.append(null, frame(id, encode(flight)), date);
  }
  return builder.build();
}

function produceRequest(name: string, records: Uint8Array): Buffer {
  const topicData = [{ name, partitionData: [{ index: 0, records }] }];
  const body = { acks: -1, timeoutMs: 30_000, topicData };
  return Buffer.concat(encodeRequest(produceApi, 9, { correlationId: 1, clientId: 'bench' }, body));
}

async function produceFor(client: Client, request: Buffer, forSeconds: number) {
  const started = performance.now();
  const until = started + forSeconds * 1000;
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const { responses } = decodeResponse(produceApi, 9, await client.send(request));
      const answer = responses[0]?.partitionResponses[0];
      if (answer?.errorCode !== 0) throw new Error(`refused: ${answer?.errorMessage}`);
      sent++;
    }
  };
  await Promise.all(Array.from({ length: 5 }, lane));
  return { sent, elapsed: (performance.now() - started) / 1000 };
}

if (options.serve === undefined) await measure();
else await serve(options.serve);
