import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { runStep } from './steps.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'apps/cli/dist');

/** Programs of their own: the CLI, and what it starts on worker threads. Each becomes `dist/<name>.mjs`. */
export const entries: Readonly<Record<string, string>> = {
  millrace: 'apps/cli/src/main.ts',
  'streams-worker': 'packages/streams/src/worker/main.ts',
  'flights-load-worker': 'examples/flights/src/load-worker.ts',
};

/** Everything of ours is bundled; what comes from npm stays a dependency, with its own licence and native parts. */
export async function externals(): Promise<readonly string[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { link?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.startsWith('node_modules/') && entry.link !== true)
    .map(([path]) => path.slice('node_modules/'.length));
}

async function bundle(): Promise<void> {
  const names = await externals();
  const build = await rolldown({
    cwd: root,
    input: { ...entries },
    platform: 'node',
    external: (id) =>
      id.startsWith('node:') ||
      builtinModules.includes(id) ||
      names.some((name) => id === name || id.startsWith(`${name}/`)),
  });
  await rm(dist, { recursive: true, force: true });
  await build.write({
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    sourcemap: true,
  });
  await build.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const steps = [bundle()];
  if (existsSync(join(root, 'apps/web/index.html'))) {
    steps.push(
      runStep({ name: 'web', command: ['vite', 'build', 'apps/web', '--logLevel', 'warn'] }).then((result) => {
        if (!result.ok) throw new Error(`vite: ${result.output}`);
      }),
    );
  }
  await Promise.all(steps);
}
