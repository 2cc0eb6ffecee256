/**
 * Completes package-lock.json after `npm install`: a registry that carries the native packages of one platform only makes npm
 * leave those of the others out of the lock, and `npm ci` then refuses it. Each is named here as npm itself would name it, by what
 * its dependant says of it and by the platform in its name, so that the lock serves every platform.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface LockedPackage {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}

interface Lock {
  packages: Record<string, LockedPackage>;
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = [
  'arm64',
  'armv7',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
];

/** `@swc/core-darwin-arm64` → darwin, arm64. Of a name that says nothing, no platform is excluded. */
function platform(name: string): Pick<LockedPackage, 'os' | 'cpu'> {
  const os = systems.find((system) => name.includes(system));
  const cpu = processors.find((processor) => name.includes(processor));
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu === 'armv7' ? 'arm' : cpu] }),
    ...(os === undefined ? {} : { os: [os] }),
  };
}

/** The version of the package that Node, standing in `from`, finds. */
function found(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const locked = lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (locked !== undefined) return locked.version;
    if (folder === '') return undefined;
  }
}

/** Adds what is missing; gives the names. */
export function complete(lock: Lock): readonly string[] {
  const added: string[] = [];
  for (const [path, locked] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(locked.optionalDependencies ?? {})) {
      const version = /^[~^]?(\d+\.\d+\.\d+\S*)$/.exec(range)?.[1];
      const there = found(lock, path, name);
      if (version === undefined || there === version) continue;
      // Beside its dependant where another version has the common place.
      lock.packages[`${there === undefined ? '' : `${path}/`}node_modules/${name}`] = {
        version,
        ...platform(name),
        optional: true,
      };
      added.push(`${name}@${version}`);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return added;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
  const lock = JSON.parse(await readFile(file, 'utf8')) as Lock;
  const added = complete(lock);
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(
    added.length === 0 ? 'the lock is complete' : `completed the lock with ${added.length} packages of other platforms`,
  );
}
