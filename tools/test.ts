import { stripVTControlCharacters } from 'node:util';
import { runStep } from './steps.ts';
import type { StepResult } from './steps.ts';

/** `npm test`: the check, then everything that needs sockets, processes, a browser or another client. */
const results: StepResult[] = [];
results.push(await runStep({ name: 'check', command: ['node', 'tools/check.ts'] }, { live: true }));
results.push(
  await runStep(
    { name: 'integration', command: ['vitest', 'run', '--project', 'integration', '--reporter', 'verbose'] },
    { live: true },
  ),
);

const plain = results.map((result) => stripVTControlCharacters(result.output)).join('\n');
const skipped = [...new Set(plain.match(/skipped: .*/g))];
for (const reason of skipped) console.log(reason);

/** Adds up vitest's own count of tests ("Tests  3 failed | 120 passed | 2 skipped (125)"). */
function count(word: string): number {
  return [...plain.matchAll(/^\s*Tests\s+(.*)$/gm)].reduce(
    (sum, line) => sum + Number(new RegExp(`(\\d+) ${word}`).exec(line[1] ?? '')?.[1] ?? 0),
    0,
  );
}
const steps = [...plain.matchAll(/^check: (\d+) passed, (\d+) failed/gm)].map((line) => ({
  passed: Number(line[1]),
  failed: Number(line[2]),
}));
const passed = count('passed') + steps.reduce((sum, step) => sum + step.passed, 0);
const failed = count('failed') + steps.reduce((sum, step) => sum + step.failed, 0);
// A runner that died has failed, whatever it counted.
const broken = results.filter((result) => !result.ok).length;
console.log(
  `${passed} passed, ${Math.max(failed, broken)} failed${count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''}`,
);
process.exitCode = broken === 0 ? 0 : 1;
