import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { snippets } from '@millrace/mesh';
import type { Snippet } from '@millrace/mesh';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './support/events.ts';
import { flightProducer, registerFlights, servers } from './support/servers.ts';

const topic = 'operations.flights';
const root = resolve(import.meta.dirname, '../../..');
const python = join(root, '.venv/bin/python');
let ground: Awaited<ReturnType<typeof servers>>;
let folder: string;

beforeAll(async () => {
  ground = await servers();
  folder = await mkdtemp(join(tmpdir(), 'millrace-snippets-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await ground.client.createTopics([{ name: topic, partitions: 2 }]);
  const { producer, send } = flightProducer(ground.client, topic, await registerFlights(ground.registry.url, topic));
  for (let index = 0; index < 20; index++)
    send({ date: Date.UTC(2001, 0, 1), delay: index, origin: 'SFO', destination: 'BOS' });
  await producer.close();
});
afterAll(() => ground.close());

/** Saves the snippet as a newcomer would, runs it, and gives what it printed by the time `enough` is satisfied. */
async function run(language: Snippet['language'], file: string, command: string, enough: RegExp): Promise<string> {
  const given = {
    bootstrap: ground.kafka.bootstrap,
    registry: ground.registry.url,
    topic,
    group: `try.${language}`,
    keySchema: false,
  };
  const code = snippets(given).find((snippet) => snippet.language === language)?.code ?? '';
  await writeFile(join(folder, file), code);
  const child = spawn(command, [file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  try {
    return await until(
      () => Promise.resolve(enough.test(output) ? output : undefined),
      `output; errors: ${errors}`,
      60_000,
    );
  } catch (cause) {
    throw new Error(`${command} ${file} printed ${output} and ${errors}`, { cause });
  } finally {
    child.kill();
  }
}

const hasKcat = (): boolean => {
  try {
    execFileSync('kcat', ['-V'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
};

// Where nothing may be skipped, what is lacking is a failure.
const mayLack = process.env['MILLRACE_NO_SKIPS'] !== '1';
const noKcat = mayLack && !hasKcat() ? ' (skipped: no kcat)' : '';
test.skipIf(noKcat !== '')(`the kcat snippet reads events${noKcat}`, async () => {
  const output = await run('kcat', 'read.sh', 'bash', /(?:.*\n){5}/);
  expect(output).toMatch(/^operations\.flights \[\d\] @\d+ {2}SFO {2}\d+ bytes$/m);
});

test('the TypeScript snippet reads and decodes events', async () => {
  const output = await run('typescript', 'consume.ts', process.execPath, /delay: 19/);
  expect(output).toMatch(/SFO Flight \{/);
});

const noPython = existsSync(python) ? '' : ' (skipped: the repository has no Python environment)';
test.skipIf(noPython !== '')(`the Python snippet reads and decodes events${noPython}`, async () => {
  const output = await run('python', 'consume.py', python, /'delay': 19/);
  expect(output).toMatch(/SFO \{'date': datetime/);
});
