import { describe, expect, it } from 'vitest';
import { runCompatibilityCases } from './compatibility-cases.ts';

describe('compatibility cases', () => {
  it('pass when the check agrees, and say what was found when it does not', () => {
    const results = runCompatibilityCases(
      JSON.stringify({
        schemas: { narrow: { type: 'int' }, wide: { type: 'long' } },
        cases: [
          { test: 'a', level: 'BACKWARD', new: 'wide', previous: ['narrow'], compatible: true },
          { test: 'b', level: 'FORWARD', new: 'wide', previous: ['narrow'], compatible: true },
          { test: 'c', level: 'NONE', newSchema: { type: 'nothing' }, previousSchemas: [], compatible: true },
        ],
        parse_only: [{ test: 'd', schema: 'string' }],
      }),
    );
    expect(results).toMatchObject([
      { name: 'a: BACKWARD', passed: true },
      { name: 'b: FORWARD', passed: false, reason: expect.stringContaining('TYPE_MISMATCH /') as string },
      { name: 'c: NONE', passed: false, reason: expect.stringContaining('"nothing"') as string },
      { name: 'd', passed: true },
    ]);
  });

  it('of another form are refused', () => {
    expect(() => runCompatibilityCases('[]')).toThrow(/not one of compatibility cases/);
    expect(() => runCompatibilityCases('{"cases":[{"level":"SOMETIMES"}]}')).toThrow(/no compatibility level/);
  });
});
