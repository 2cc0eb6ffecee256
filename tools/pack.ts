import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep } from './steps.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const staging = join(root, 'dist/package');

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function manifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

/** npm dependencies of everything that is in the bundle. */
async function dependencies(): Promise<Readonly<Record<string, string>>> {
  const folders = [
    'base',
    'mesh',
    'api-client',
    'schema',
    'registry-client',
    'sql',
    'kafka-wire',
    'kafka-client',
    'broker',
    'registry',
    'streams',
    'control-plane',
  ].map((name) => `packages/${name}`);
  const manifests = await Promise.all(
    [...folders, 'examples/kit', 'examples/flights', 'examples/trading', 'apps/cli'].map(manifest),
  );
  const all = manifests
    .flatMap((one) => Object.entries(one.dependencies ?? {}))
    .filter(([name]) => !name.startsWith('@millrace/'));
  return Object.fromEntries(all.toSorted(([a], [b]) => a.localeCompare(b)));
}

/** One tarball with the bundle and the built UI; `npm install` of it needs no build step. */
async function pack(): Promise<void> {
  const { version } = await manifest('apps/cli');
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await cp(join(root, 'apps/cli/dist'), join(staging, 'dist'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map'),
  });
  await cp(join(root, 'apps/cli/bin'), join(staging, 'bin'), { recursive: true });
  await cp(join(root, 'apps/web/dist'), join(staging, 'dist/web'), { recursive: true });
  for (const file of ['README.md', 'LICENSE']) await cp(join(root, file), join(staging, file));
  const published = {
    name: 'millrace',
    version,
    description: 'A self-service data mesh for event streams.',
    license: 'Apache-2.0',
    type: 'module',
    bin: { millrace: 'bin/millrace.mjs' },
    engines: { node: '>=20' },
    // The program runs on this Node whatever the machine has.
    dependencies: { ...(await dependencies()), node: '24.21.0' },
  };
  await writeFile(join(staging, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const result = await runStep({
    name: 'npm pack',
    command: ['npm', 'pack', staging, '--pack-destination', join(root, 'dist'), '--loglevel', 'error'],
  });
  if (!result.ok) throw new Error(result.output);
  console.log(join(root, 'dist', result.output.trim().split('\n').at(-1) ?? ''));
}

await pack();
