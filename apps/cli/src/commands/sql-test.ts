import { MillraceError } from '@millrace/base';
import type { Output } from '../output/output.ts';

/** Runs test files; true when every case passed. */
export async function runTestFiles(_output: Output, _paths: readonly string[]): Promise<boolean> {
  throw new MillraceError('USAGE', 'The test runner is being assembled.');
}
