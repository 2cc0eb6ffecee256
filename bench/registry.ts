/**
 * Requests a second of our registry over our broker, by 32 connections that each wait for their answer.
 * Broker, registry and clients share this process: the processor time is that of all three.
 * Run: node bench/registry.ts [seconds a case, default 5]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { startRegistry } from '@millrace/registry';

const seconds = Number(process.argv[2] ?? 5);
const connections = 32;
const agent = new Agent({ keepAlive: true, maxSockets: connections });

const order = (...more: object[]): string =>
  JSON.stringify({
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'customer', type: 'string' },
      { name: 'placed', type: { type: 'long', logicalType: 'timestamp-millis' } },
      ...more,
    ],
  });

const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-registry-'));
const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });

function call(method: string, path: string, body?: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(registry.url + path, { method, agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function measure(name: string, run: (index: number) => Promise<number>): Promise<void> {
  let done = 0;
  let failed = 0;
  const end = performance.now() + seconds * 1000;
  const start = performance.now();
  const cpu = process.cpuUsage();
  const loop = async (): Promise<void> => {
    while (performance.now() < end) if ((await run(done++)) !== 200) failed++;
  };
  await Promise.all(Array.from({ length: connections }, loop));
  const rate = done / ((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(cpu);
  const each = `${((user + system) / done).toFixed(0).padStart(5)} µs of processor each`;
  console.log(
    `${name.padEnd(44)} ${rate.toFixed(0).padStart(7)} requests/s, ${each}${failed > 0 ? `, ${failed} failed` : ''}`,
  );
}

await call('POST', '/subjects/orders-value/versions', { schema: order() });
const next = { schema: order({ name: 'note', type: ['null', 'string'], default: null }) };
await measure('GET /schemas/ids/{id}', () => call('GET', '/schemas/ids/1'));
await measure('GET /subjects/{subject}/versions/latest', () => call('GET', '/subjects/orders-value/versions/latest'));
await measure('POST /subjects/{subject}, a look-up', () => call('POST', '/subjects/orders-value', { schema: order() }));
await measure('POST /compatibility', () => call('POST', '/compatibility/subjects/orders-value/versions/latest', next));
await measure('POST /subjects/{subject}/versions, a new one', (index) =>
  call('POST', `/subjects/s${index}/versions`, {
    schema: JSON.stringify({ type: 'fixed', name: `F${index}`, size: 8 }),
  }),
);

agent.destroy();
await registry.close();
await broker.close();
await rm(dataDir, { recursive: true });
