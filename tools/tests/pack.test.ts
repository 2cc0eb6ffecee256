import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = mkdtempSync(join(tmpdir(), 'millrace-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(cwd: string, command: string, ...args: readonly string[]): string {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  expect(result.status, `${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0);
  return result.stdout;
}

test(
  'the tarball, installed into an empty folder, brings a mesh up without a build step',
  { timeout: 300_000 },
  async () => {
    const tarball = run(root, process.execPath, 'tools/pack.ts').trim();
    run(folder, 'npm', 'init', '--yes');
    run(folder, 'npm', 'install', '--no-audit', '--no-fund', tarball);
    expect(readdirSync(join(folder, 'node_modules/.bin'))).toContain('millrace');
    expect(run(folder, 'npx', 'millrace', '--version')).toMatch(/^\d+\.\d+\.\d+/);

    const { Mesh } = await import('../../apps/cli/tests/millrace-process.ts');
    const mesh = Mesh.start(folder, [], join(folder, 'node_modules/millrace/bin/millrace.mjs'));
    const { services } = await mesh.event('ready');
    const page = await (await fetch(`${services.mesh}/`)).text();
    expect(page).toContain('<title>');
    expect(await mesh.stop()).toBe(0);
  },
);
