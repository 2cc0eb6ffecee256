import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** A registry that nobody serves: whoever asks it fails. */
const noNetwork = { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };

function bootstrap(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, ['tools/bootstrap.mjs', ...args], {
    cwd: root,
    env: { ...process.env, ...noNetwork },
    encoding: 'utf8',
  });
}

test('a second set-up installs nothing, builds nothing and needs no network', () => {
  const first = bootstrap('setup');
  expect(first.status, first.stderr).toBe(0);
  const second = bootstrap('setup');
  expect(second.status).toBe(0);
  expect(second.stderr).not.toMatch(/installing|building/);
});

test('a task that is not there is refused with those that are', () => {
  const result = bootstrap('strat');
  expect(result.status).toBe(1);
  expect(result.stderr).toContain('there is no task "strat"');
  expect(result.stderr).toContain('start');
});
