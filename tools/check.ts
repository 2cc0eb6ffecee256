import { availableParallelism } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { runSteps } from './steps.ts';
import type { Step } from './steps.ts';

/** Everything fast that can be wrong, longest first so that the lanes end together. */
const steps: readonly Step[] = [
  { name: 'unit tests', command: ['vitest', 'run', '--project', 'unit'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types, Node', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types, neutral', command: ['tsc', '-p', 'tsconfig.neutral.json'] },
  { name: 'types, browser', command: ['tsc', '-p', 'tsconfig.browser.json'] },
  { name: 'dead code', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'levels', command: ['node', 'tools/check-levels.ts'] },
  { name: 'format', command: ['oxfmt', '--check', '.'] },
];

const begun = performance.now();
const results = await runSteps(steps, Math.max(2, availableParallelism()));
// What the tests counted, for whoever adds up; that of a failed run was shown already.
for (const { ok, output } of results) {
  const count = /^\s*Tests\s+.*$/m.exec(stripVTControlCharacters(output))?.[0];
  if (ok && count !== undefined) console.log(count);
}
const failed = results.filter((result) => !result.ok).length;
console.log(
  `check: ${results.length - failed} passed, ${failed} failed, ${((performance.now() - begun) / 1000).toFixed(1)} s`,
);
process.exitCode = failed === 0 ? 0 : 1;
