import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownDifferences } from './known-differences.ts';
import { runCases } from './run-case.ts';
import { testFunctions } from './test-functions.ts';

const folder = new URL('../../../../../shared/conformance/ksql/query-validation-tests/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected-passes.json', import.meta.url), 'utf8')) as Record<
  string,
  number
>;

describe.skipIf(!existsSync(folder))(
  "ksqlDB's own query tests (skipped: no shared corpus, where the folder is absent)",
  () => {
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

    it.each(files)('%s passes as many cases as it did', (file) => {
      const results = runCases(file, readFileSync(new URL(file, folder), 'utf8'), { functions: testFunctions });
      const passed = results.filter((result) => result.passed).length;
      const failures = results
        .filter((result) => !result.passed)
        .map((result) => `${result.name}: ${result.reason ?? ''}`);
      expect(passed, failures.join('\n')).toBeGreaterThanOrEqual(expected[file] ?? 0);
    });

    it('differs on purpose only where it says why', () => {
      const results = files.flatMap((file) =>
        runCases(file, readFileSync(new URL(file, folder), 'utf8'), { functions: testFunctions }),
      );
      const passing = results.filter((result) => result.passed).map((result) => result.name);
      expect(passing.filter((name) => name in knownDifferences)).toEqual([]);
      expect(Object.keys(knownDifferences).filter((name) => !results.some((result) => result.name === name))).toEqual(
        [],
      );
    });

    it('knows every file', () => {
      expect(Object.keys(expected).toSorted()).toEqual(files.toSorted());
    });
  },
);
