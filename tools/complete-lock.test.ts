import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { complete } from './complete-lock.ts';

test('the lock names the native packages of every platform', async () => {
  const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'));
  expect(complete(lock), 'run "npm run lock"').toEqual([]);
});

test('a missing package of another platform is added as npm would name it', () => {
  const lock = {
    packages: {
      'node_modules/tool': {
        version: '2.0.0',
        optionalDependencies: { '@tool/linux-x64': '2.0.0', '@tool/win32-arm64': '2.0.0' },
      },
      'node_modules/@tool/linux-x64': { version: '2.0.0', os: ['linux'], cpu: ['x64'], optional: true },
      'node_modules/old': { version: '1.0.0', optionalDependencies: { '@tool/linux-x64': '1.0.0' } },
    },
  };
  expect(complete(lock)).toEqual(['@tool/win32-arm64@2.0.0', '@tool/linux-x64@1.0.0']);
  expect(lock.packages).toMatchObject({
    'node_modules/@tool/win32-arm64': { version: '2.0.0', os: ['win32'], cpu: ['arm64'], optional: true },
    'node_modules/old/node_modules/@tool/linux-x64': { version: '1.0.0', os: ['linux'], cpu: ['x64'], optional: true },
  });
});
