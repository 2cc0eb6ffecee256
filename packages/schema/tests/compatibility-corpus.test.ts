import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCompatibilityCases } from '../src/index.ts';

const file = new URL('../../../../shared/conformance/schema-registry/avro-compatibility-cases.json', import.meta.url);

it('every compatibility case of the reference registry ends as there', (context) => {
  if (!existsSync(file)) return context.skip('skipped: no shared corpus');
  const results = runCompatibilityCases(readFileSync(file, 'utf8'));
  expect(results.length).toBeGreaterThan(20);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
  return undefined;
});
