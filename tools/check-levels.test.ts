import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { checkLevels, verdict } from './check-levels.ts';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A tree with packages `base`, `mesh` and `broker`, each with one module of the given text. */
async function tree(sources: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'millrace-levels-'));
  folders.push(root);
  await mkdir(join(root, 'node_modules/@millrace'), { recursive: true });
  for (const name of ['base', 'mesh', 'broker']) {
    const folder = join(root, 'packages', name);
    await mkdir(join(folder, 'src'), { recursive: true });
    await cp(join(repository, 'packages', name, 'package.json'), join(folder, 'package.json'));
    await writeFile(join(folder, 'src/index.ts'), sources[name] ?? 'export const nothing = 0;\n');
    await symlink(folder, join(root, 'node_modules/@millrace', name));
  }
  return root;
}

const check = async (sources: Readonly<Record<string, string>>) => checkLevels(await tree(sources), ['packages']);

test('a lower level may be imported', async () => {
  const report = await check({ mesh: `import { nothing } from '@millrace/base';\nexport const it = nothing;\n` });
  expect(report).toEqual({ modules: 3, violations: [] });
});

test('an import of a higher level is found, a type-only one too', async () => {
  const value = await check({ mesh: `export { nothing } from '@millrace/broker';\n` });
  expect(value.violations).toEqual(['levels-packages-mesh: packages/mesh/src/index.ts → packages/broker/src/index.ts']);
  const type = await check({ mesh: `import type { It } from '@millrace/broker';\nexport type Mine = It;\n` });
  expect(type.violations).toHaveLength(1);
});

test('a pure package that imports a module of Node is found', async () => {
  const report = await check({ mesh: `export { readFileSync } from 'node:fs';\n` });
  expect(report.violations).toEqual(['pure-packages-mesh: packages/mesh/src/index.ts → fs']);
});

test('a relative import across packages is found', async () => {
  const report = await check({ broker: `export { nothing } from '../../mesh/src/other.ts';\n` });
  expect(report.violations.length).toBeGreaterThan(0);
});

test('a check that saw no module fails', () => {
  expect(verdict({ modules: 0, violations: [] }).ok).toBe(false);
  expect(verdict({ modules: 1, violations: [] }).ok).toBe(true);
  expect(verdict({ modules: 1, violations: ['x'] }).ok).toBe(false);
});
