import { expect, test } from 'vitest';
import { planSteps } from './plan.ts';

test('the steps of a plan come in the order of the data', () => {
  const text = [
    ' > [ SINK ] | Schema: STATE STRING KEY, DEPARTURES BIGINT | Logger: a',
    '\t\t > [ AGGREGATE ] | Schema: STATE STRING KEY, A BIGINT, B BIGINT, C BIGINT, D BIGINT',
    '\t\t\t\t > [ SOURCE ] | Logger: b',
  ].join('\n');
  expect(planSteps(text)).toEqual([
    { kind: 'source', detail: 'Logger: b' },
    { kind: 'aggregate', detail: 'STATE, A, B and 2 more' },
    { kind: 'sink', detail: 'STATE, DEPARTURES' },
  ]);
  expect(planSteps('anything else')).toEqual([]);
});
