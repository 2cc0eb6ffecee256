import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startBroker } from '@millrace/broker';
import { ensureTopics, registerSchema } from '@millrace/example-kit';
import { KafkaClient, Producer } from '@millrace/kafka-client';
import { snippets } from '@millrace/mesh';
import type { Snippet } from '@millrace/mesh';
import { startRegistry } from '@millrace/registry';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasKcat } from './clients/kcat.ts';
import { preparePython } from './python.ts';
import { skipUnless } from './skip-unless.ts';
import { waitUntil } from './wait-until.ts';

const topic = 'operations.flights';
const schema = {
  type: 'record',
  name: 'Flight',
  fields: [
    { name: 'date', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'delay', type: 'int' },
    { name: 'origin', type: 'string' },
  ],
};

let folder: string;
let broker: Awaited<ReturnType<typeof startBroker>>;
let registry: Awaited<ReturnType<typeof startRegistry>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-snippets-'));
  await symlink(resolve(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
  broker = await startBroker({ dataDir: join(folder, 'broker'), host: '127.0.0.1', port: 0 });
  registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  await ensureTopics(broker.address, [{ name: topic, partitions: 2 }]);
  const id = await registerSchema(registry.url, `${topic}-value`, schema);
  const encode = compileEncoder(parseAvro(JSON.stringify(schema)));
  const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'tests' });
  const producer = new Producer(client);
  for (let delay = 0; delay < 20; delay++) {
    const value = frame(id, encode({ date: Date.UTC(2001, 0, 1), delay, origin: 'SFO' }));
    producer.send(topic, { key: Buffer.from('SFO'), value });
  }
  await producer.close();
  await client.close();
});

afterAll(async () => {
  await registry.close();
  await broker.close();
  await rm(folder, { recursive: true });
});

/** Saves the snippet as a newcomer would, runs it, and gives what it printed by the time `enough` is satisfied. */
async function run(language: Snippet['language'], file: string, command: string, enough: RegExp): Promise<string> {
  const given = {
    bootstrap: broker.address,
    registry: registry.url,
    topic,
    group: `try.${language}`,
    keySchema: false,
  };
  await writeFile(join(folder, file), snippets(given).find((snippet) => snippet.language === language)?.code ?? '');
  const child = spawn(command, [file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  try {
    await waitUntil(
      `the events that ${file} prints`,
      () => output,
      (seen) => enough.test(seen),
    );
  } catch (cause) {
    throw new Error(`${command} ${file} printed ${output} and ${errors}`, { cause });
  } finally {
    child.kill();
  }
  return output;
}

test.skipIf(skipUnless(hasKcat(), 'this machine has no kcat (Debian: apt-get install kcat)'))(
  'the kcat snippet reads events',
  async () => {
    const output = await run('kcat', 'read.sh', 'bash', /(?:.*\n){5}/);
    expect(output).toMatch(/^operations\.flights \[\d\] @\d+ {2}SFO {2}\d+ bytes$/m);
  },
);

test('the TypeScript snippet reads and decodes events', async () => {
  const output = await run('typescript', 'consume.ts', process.execPath, /delay: 19/);
  expect(output).toMatch(/SFO Flight \{/);
});

const prepared = preparePython();
test.skipIf(skipUnless('python' in prepared, 'why' in prepared ? prepared.why : ''))(
  'the Python snippet reads and decodes events',
  async () => {
    const output = await run('python', 'consume.py', 'python' in prepared ? prepared.python : '', /'delay': 19/);
    expect(output).toMatch(/SFO \{'date': datetime/);
  },
);
