import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runCases } from './run-case.ts';
import { testFunctions } from './test-functions.ts';

/** Every test file of the given files and folders, in order. */
function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(path, name));
}

const paths = process.argv.slice(2).flatMap(filesOf);
let passed = 0;
let failed = 0;
for (const path of paths) {
  for (const result of runCases(basename(path), readFileSync(path, 'utf8'), { functions: testFunctions })) {
    if (result.passed) passed += 1;
    else {
      failed += 1;
      console.log(`${result.name}: ${result.reason ?? ''}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
