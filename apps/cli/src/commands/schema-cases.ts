import { readFile } from 'node:fs/promises';
import { MillraceError } from '@millrace/base';
import { runCompatibilityCases } from '@millrace/schema';
import type { Output } from '../output/output.ts';

/** Runs files of compatibility cases; a line for each failed case, then the count. True when every case passed. */
export async function runCaseFiles(output: Output, files: readonly string[]): Promise<boolean> {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new MillraceError('USAGE', `${file} cannot be read.`, { cause });
    });
    for (const result of runCompatibilityCases(text)) {
      if (result.passed) passed++;
      else failed++;
      if (output.json) output.write(`${JSON.stringify({ file, ...result })}\n`);
      else if (!result.passed) output.write(`${result.name}: ${result.reason ?? 'failed'}\n`);
    }
  }
  if (!output.json) output.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0;
}
