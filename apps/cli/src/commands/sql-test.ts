import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MillraceError } from '@millrace/base';
import type { Output } from '../output/output.ts';

/** The test files that a path names: itself, or those below it, in order. */
async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new MillraceError('USAGE', `${path} cannot be read.`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(path, name));
}

/** Runs test files; a line for each failed case (`--json` has the whole reason), then the count. True when every case passed. */
export async function runTestFiles(output: Output, paths: readonly string[]): Promise<boolean> {
  const { runCases, testFunctions } = await import('@millrace/sql');
  let passed = 0;
  let failed = 0;
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      for (const result of runCases(basename(file), await readFile(file, 'utf8'), { functions: testFunctions })) {
        if (result.passed) passed++;
        else failed++;
        if (output.json) output.write(`${JSON.stringify(result)}\n`);
        else if (!result.passed) output.write(`${result.name}: ${result.reason?.split('\n')[0] ?? 'failed'}\n`);
      }
    }
  }
  if (!output.json) output.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0;
}
