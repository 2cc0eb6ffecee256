import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** What a client was told. */
interface Answered {
  readonly id: number;
  readonly subject: string;
  readonly schema: string;
}

async function start(dataDir: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [dataDir], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: string) => resolve(message));
    child.once('exit', () => reject(new Error('the registry ended at its start')));
  });
  return { child, url };
}

async function post(url: string, path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers });
  return answer.json();
}

const fixed = (name: string): string => JSON.stringify({ type: 'fixed', name, size: 4 });

test('what a registry answered survives its being killed while it writes, and no id stands for two schemas', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-registry-kill-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const answered: Answered[] = [];
  let sent = 0;
  for (let round = 0; round < 2; round++) {
    const { child, url } = await start(dataDir);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const lane = async (): Promise<never> => {
      for (;;) {
        const number = sent++;
        const [subject, schema] = [`subject-${number}`, fixed(`Schema${number}`)];
        const { id } = (await post(url, `/subjects/${subject}/versions`, { schema })) as { id: number };
        answered.push({ id, subject, schema });
        if (answered.length === (round + 1) * 200) child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 16 }, () => lane().catch(() => undefined)));
    await gone;
  }
  const { url } = await start(dataDir);
  const found = (await (await fetch(`${url}/schemas?deleted=true`)).json()) as (Answered & { version: number })[];
  const byId = new Map(found.map((each) => [each.id, each]));
  expect(answered.length).toBeGreaterThanOrEqual(400);
  expect(byId.size).toBe(found.length);
  for (const each of answered) expect(byId.get(each.id)).toMatchObject(each);
  const { id } = (await post(url, '/subjects/after/versions', { schema: fixed('After') })) as { id: number };
  expect(id).toBeGreaterThan(Math.max(...byId.keys()));
});
