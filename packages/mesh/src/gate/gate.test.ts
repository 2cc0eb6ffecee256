import { describe, expect, test } from 'vitest';
import { defaultPolicies } from './default-policies.ts';
import type { GateInput } from './gate-input.ts';
import { brokenPolicies, compileGate, judge } from './gate.ts';
import { judgesTopic, parsePolicies } from './policy.ts';
import type { Policy } from './policy.ts';
import { similarTo } from './similarity.ts';

const good: GateInput = {
  product: {
    name: 'flights',
    domain: 'operations',
    owner: '@flights-team',
    description: 'Every flight.',
    quality: 'authoritative',
    sla: 'tier-1',
    alignment: 'source',
    tags: [],
    slaAcknowledged: true,
  },
  topic: {
    name: 'operations.flights',
    exists: true,
    internal: false,
    partitions: 6,
    events: 3_000_000,
    sizeBytes: 100,
    configs: { 'retention.ms': '-1' },
  },
  schema: {
    registered: true,
    subject: 'operations.flights-value',
    version: 2,
    type: 'AVRO',
    enforcement: 'id',
    tags: ['PII'],
    fields: [{ name: 'delay', path: 'delay', type: 'int', nullable: false, doc: '', tags: ['PII'] }],
  },
  live: { ratePerSecond: 1.5, lastEventAgeMs: 10, retentionMs: -1, compacted: false },
  actor: { name: 'ada', known: true, domains: ['operations'] },
  domain: { name: 'operations', known: true, topicPrefix: 'operations.' },
  teams: ['@flights-team'],
  similar: [],
};

const policy = (expression: string, message = 'No.'): Policy => ({
  name: 'one',
  title: 'One',
  expression,
  message,
  evidence: 'Yes.',
  remedy: 'Mend it.',
  owner: '@governance',
  severity: 'error',
});
const ask = (expression: string, input = good) => judge(compileGate([policy(expression)]), input)[0];
const standard = compileGate(defaultPolicies);
const brokenBy = (change: Partial<GateInput>): readonly string[] =>
  judge(standard, { ...good, ...change })
    .filter(({ passed }) => !passed)
    .map((result) => `${result.policy}: ${result.detail}`);

describe("the book's policies", () => {
  test('all compile, and let through what keeps them', () => {
    expect(brokenPolicies(standard)).toEqual([]);
    expect(brokenBy({})).toEqual([]);
  });

  test.each<[string, Partial<GateInput>, string]>([
    [
      'no schema',
      { schema: { ...good.schema, registered: false } },
      'schema-registered: The registry has no schema under the subject operations.flights-value.',
    ],
    [
      'an owner that is no team',
      { product: { ...good.product, owner: '@x' } },
      'owner-given: @x is not a team of this mesh.',
    ],
    ['no owner', { product: { ...good.product, owner: '' } }, 'owner-given: No owner is named.'],
    [
      'a blank description',
      { product: { ...good.product, description: ' \n' } },
      'description-given: There is no description.',
    ],
    ['no quality', { product: { ...good.product, quality: '' } }, 'quality-given: No quality is chosen.'],
    ['no SLA', { product: { ...good.product, sla: '' } }, 'sla-given: No service level is chosen.'],
    [
      'an internal topic',
      { topic: { ...good.topic, internal: true } },
      'topic-not-internal: operations.flights is an internal topic of a platform service.',
    ],
    [
      'a topic outside of the domain',
      { topic: { ...good.topic, name: 'trading.x' } },
      'topic-in-domain: Topics of operations begin with operations., trading.x does not.',
    ],
    [
      'a person of another domain',
      { actor: { name: 'bea', known: true, domains: ['analytics'] } },
      'topic-in-domain: bea is in no team of operations.',
    ],
    ['an empty topic', { topic: { ...good.topic, events: 0 } }, 'holds-events: The topic is empty.'],
    [
      'terms that are not acknowledged',
      { product: { ...good.product, slaAcknowledged: false } },
      'sla-acknowledged: The terms of the SLA are not acknowledged.',
    ],
    ['a twin', { similar: ['a.b', 'c.d'] }, 'unlike-what-exists: Its fields are nearly those of a.b, c.d.'],
  ])('tell %s', (_, change, expected) => {
    expect(brokenBy(change)).toEqual([expected]);
  });

  test('tell all that is broken at once', () => {
    const product = { ...good.product, owner: '', description: '', quality: '', sla: '', slaAcknowledged: false };
    expect(brokenBy({ product })).toHaveLength(5);
  });

  test('a warning does not look like an error', () => {
    expect(judge(standard, good).find(({ policy }) => policy === 'unlike-what-exists')?.severity).toBe('warning');
  });
});

describe('an expression', () => {
  test.each([
    'topic.partitions >= 3 && topic.sizeBytes < 1000',
    'topic.configs["retention.ms"] == "-1" && live.retentionMs == -1',
    'schema.fields.exists(f, "PII" in f.tags)',
    'live.ratePerSecond > 1.0',
    'live.lastEventAgeMs >= 0 && live.lastEventAgeMs < 60000',
  ])('may ask: %s', (expression) => {
    expect(ask(expression)).toMatchObject({ passed: true, detail: 'Yes.' });
  });

  test.each([
    ['does not parse', 'topic.events >'],
    ['names what is not there', 'topic.evnts > 0'],
    ['compares what cannot be compared', 'topic.name > 3'],
    ['is not true or false', 'topic.name'],
    ['fails when it is asked', 'topic.configs["no.such.setting"] == "1"'],
    ['divides by zero', 'topic.partitions / 0 == 1'],
  ])('that %s is told as a broken policy by name, never as a pass', (_, expression) => {
    const result = ask(expression);
    expect(result?.passed).toBe(false);
    expect(result?.detail).toMatch(/^The policy itself is broken: /);
    expect(result?.remedy).toBe('Ask @governance to correct the policy "one".');
  });

  test('in a message that cannot be told is a question mark', () => {
    const [result] = judge(compileGate([policy('false', 'Got {topic.events} and {topic.nothing}.')]), good);
    expect(result?.detail).toBe('Got 3,000,000 and ?.');
  });
});

test('a hundred policies are asked in less than ten milliseconds', () => {
  const gate = compileGate(Array.from({ length: 10 }, () => defaultPolicies).flat());
  for (let warm = 0; warm < 20; warm++) judge(gate, good);
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    judge(gate, good);
    return performance.now() - start;
  }).sort((left, right) => left - right);
  expect(times[4]).toBeLessThan(10);
});

test('a policy file is refused with the place of what is wrong', () => {
  const of = (value: unknown) => () => parsePolicies(value, 'policies.yaml');
  expect(of({})).toThrow('policies.yaml: policies must be a list');
  const minimal = { name: 'a', expression: 'true', message: 'm', remedy: 'r', owner: '@o' };
  expect(of({ policies: [{ ...minimal, field: 'colour' }] })).toThrow('policies[0].field must be one of topic');
  expect(of({ policies: [minimal, minimal] })).toThrow('the policy "a" is there twice');
  expect(of({ policies: [minimal] })()).toEqual([
    { ...minimal, title: 'a', evidence: 'As the rule asks.', severity: 'error' },
  ]);
});

test('policies that the form can mend do not judge the topic', () => {
  expect(defaultPolicies.filter(judgesTopic).map(({ name }) => name)).toEqual([
    'schema-registered',
    'topic-not-internal',
    'topic-in-domain',
    'holds-events',
    'unlike-what-exists',
  ]);
});

test('products are similar when four fifths of all their fields are in both', () => {
  const others = [
    { id: 'twin', paths: ['A', 'b', 'c', 'd', 'e'] },
    { id: 'near', paths: ['a', 'b', 'c', 'd'] },
    { id: 'half', paths: ['a', 'b', 'x'] },
  ];
  expect(similarTo(['a', 'b', 'c', 'd', 'e'], others)).toEqual(['twin', 'near']);
  expect(similarTo(['a', 'b'], [{ id: 'same', paths: ['a', 'b'] }])).toEqual([]);
});
