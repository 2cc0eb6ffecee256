/**
 * Measures streaming SQL on the 3,000,000 flights, each server in a process of its own: `node bench/streams.ts`.
 * Loads the flights first, then runs the hourly aggregate, the join with airports, and both at once; each from the first record.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBroker } from '@millrace/broker';
import { ensureTopics } from '@millrace/example-kit';
import { startRegistry } from '@millrace/registry';
import { RegistryClient } from '@millrace/registry-client';
import { startStreams } from '@millrace/streams';
import { loadAirports } from '../examples/flights/src/airports.ts';
import { loadFlights } from '../examples/flights/src/load.ts';
import {
  airportSchema,
  airportsTopic,
  flightSchema,
  flightsTopic,
  flightsTotal,
  partitions,
} from '../examples/flights/src/schemas.ts';
import { statements } from '../examples/flights/src/statements.ts';

const { values: options } = parseArgs({
  options: { serve: { type: 'string' }, broker: { type: 'string' }, registry: { type: 'string' } },
});
const host = '127.0.0.1';

interface Served {
  readonly address: string;
}

async function serve(what: string): Promise<void> {
  if (what.startsWith('broker:')) {
    const broker = await startBroker({ dataDir: what.slice('broker:'.length), host, port: 0 });
    process.send?.({ address: broker.address } satisfies Served);
  } else {
    const kafka = { bootstrap: options.broker ?? '' };
    const server = await startStreams({ kafka, registryUrl: options.registry ?? '', host, port: 0 });
    process.send?.({ address: server.url } satisfies Served);
  }
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuSeconds: (user + system) / 1e6, rssMb: process.memoryUsage().rss / 2 ** 20 });
  });
}

async function start(...args: readonly string[]) {
  const child = fork(import.meta.filename, ['--serve', ...args]);
  const [{ address }] = (await once(child, 'message')) as [Served];
  return { child, address };
}

async function usage({ child }: Awaited<ReturnType<typeof start>>): Promise<{ cpuSeconds: number; rssMb: number }> {
  child.send('usage');
  const [answer] = (await once(child, 'message')) as [{ cpuSeconds: number; rssMb: number }];
  return answer;
}

interface View {
  readonly queryId: string;
  readonly processed: number;
  readonly emitted: number;
  readonly lag: number;
}

async function measure(
  streams: Awaited<ReturnType<typeof start>>,
  broker: Awaited<ReturnType<typeof start>>,
  title: string,
  texts: readonly string[],
): Promise<void> {
  const before = [await usage(streams), await usage(broker)];
  const began = performance.now();
  const answer = await fetch(`${streams.address}/ksql`, {
    method: 'POST',
    body: JSON.stringify({ ksql: texts.join('\n'), streamsProperties: { 'auto.offset.reset': 'earliest' } }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  let views: readonly View[] = [];
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const response = await fetch(`${streams.address}/millrace/queries`);
    views = ((await response.json()) as { items: readonly View[] }).items;
  } while (!views.every(({ processed, lag }) => processed >= flightsTotal && lag === 0));
  const seconds = (performance.now() - began) / 1000;
  const after = [await usage(streams), await usage(broker)];
  const rate = Math.round((flightsTotal * texts.length) / seconds);
  const cpu = after.map((each, index) => (each.cpuSeconds - (before[index]?.cpuSeconds ?? 0)).toFixed(1));
  console.log(
    `${title}: ${seconds.toFixed(1)} s, ${rate.toLocaleString('en')} rows/s; CPU s: streams ${cpu[0]}, broker ${cpu[1]}; ` +
      `resident: streams ${after[0]?.rssMb.toFixed(0)} MiB; rows out: ${views.map(({ emitted }) => emitted).join(', ')}`,
  );
  for (const { queryId } of views) {
    await fetch(`${streams.address}/ksql`, { method: 'POST', body: JSON.stringify({ ksql: `TERMINATE ${queryId};` }) });
  }
}

function renamed(text: string, suffix: string): string {
  return text
    .replace(/CREATE (TABLE|STREAM) (\w+) WITH/, `CREATE $1 $2${suffix} WITH`)
    .replace(/KAFKA_TOPIC='([^']+)'/, `KAFKA_TOPIC='$1${suffix}'`);
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const broker = await start(`broker:${dataDir}`);
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host, port: 0 });
  await ensureTopics(broker.address, [
    { name: airportsTopic, partitions, configs: { 'cleanup.policy': 'compact' } },
    { name: flightsTopic, partitions },
  ]);
  const schemas = new RegistryClient(registry);
  const airportsId = await schemas.register(`${airportsTopic}-value`, JSON.stringify(airportSchema));
  const schemaId = await schemas.register(`${flightsTopic}-value`, JSON.stringify(flightSchema));
  await loadAirports(broker.address, airportsId, () => undefined);
  const began = performance.now();
  await loadFlights({ broker: broker.address, schemaId }, new AbortController().signal, () => undefined);
  console.log(`load: ${((performance.now() - began) / 1000).toFixed(1)} s`);

  const streams = await start('streams', '--broker', broker.address, '--registry', registry.url);
  const [airports, flights, hourly, enriched] = statements.map(({ text }) => text);
  if (airports === undefined || flights === undefined || hourly === undefined || enriched === undefined) {
    throw new Error('the example no longer has its four statements');
  }
  const sources = await fetch(`${streams.address}/ksql`, {
    method: 'POST',
    body: JSON.stringify({ ksql: `${airports}\n${flights}` }),
  });
  if (!sources.ok) throw new Error(await sources.text());
  await measure(streams, broker, 'hourly aggregate', [renamed(hourly, '_1')]);
  await measure(streams, broker, 'stream-table join', [renamed(enriched, '_1')]);
  await measure(streams, broker, 'both at once', [renamed(hourly, '_2'), renamed(enriched, '_2')]);
  for (const { child } of [streams, broker]) child.kill();
  await registry.close();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
}

await (options.serve === undefined ? main() : serve(options.serve));
