import { describe, expect, test } from 'vitest';
import type { RuleResult } from '../api.ts';
import { defaultPolicies } from '../gate/default-policies.ts';
import { apply } from '../state/apply.ts';
import { versionOf } from '../state/mesh-state.ts';
import { after, by, directory, factsOf, flights, publishFlights, withPeople } from '../testing/mesh.ts';
import { decide } from './decide.ts';

const id = 'operations.flights';
const register = (name: string) =>
  ({ kind: 'register-consumer', product: id, request: { name, purpose: 'Shows delays.' } }) as const;
const rule = (policy: string, passed: boolean, severity?: 'warning'): RuleResult => ({
  policy,
  title: policy,
  passed,
  detail: '',
  remedy: 'Mend it.',
  owner: '@governance',
  ...(severity === undefined ? {} : { severity }),
});

describe('the check of a topic', () => {
  const enforce = (level: 'none' | 'id' | 'full', topic = 'operations.flights') =>
    ({ kind: 'enforce-schema', topic, level, before: 'none' }) as const;

  test('is changed by its domain only, whether or not it is a product', () => {
    expect(decide(withPeople, enforce('id'), by('bea'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(decide(withPeople, enforce('id', 'stray.topic'), by('ada'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(factsOf(decide(withPeople, enforce('id'), by('ada')))).toMatchObject([
      {
        type: 'io.millrace.topic.enforced',
        subject: 'topic:operations.flights',
        data: { level: 'id', before: 'none' },
      },
    ]);
  });

  test('is a change of the product that the topic is, and none when it is so already', () => {
    const state = after(withPeople, 'ada', publishFlights);
    expect(factsOf(decide(state, enforce('full'), by('ada')))).toMatchObject([{ subject: `product:${id}` }]);
    expect(versionOf(after(state, 'ada', enforce('full')), `product:${id}`)).toBe(2);
    expect(factsOf(decide(state, enforce('none'), by('ada')))).toEqual([]);
  });
});

describe('publishing', () => {
  test('is a CloudEvent about the product, and makes the product', () => {
    const [fact] = factsOf(decide(withPeople, publishFlights, by('ada')));
    expect(fact).toMatchObject({
      specversion: '1.0',
      type: 'io.millrace.product.published',
      subject: 'product:operations.flights',
      time: '2026-01-02T03:04:05.000Z',
      actor: 'ada',
      expectedversion: 0,
      data: { name: 'flights', alignment: 'source' },
    });
    expect(after(withPeople, 'ada', publishFlights).products.get(id)).toMatchObject({
      ...flights,
      id,
      status: 'published',
      publishedBy: 'ada',
      consumers: [],
    });
  });

  test('is refused with every broken rule, but not for a warning', () => {
    const rules = [rule('a', false), rule('b', true), rule('c', false, 'warning'), rule('d', false)];
    const refused = decide(withPeople, { ...publishFlights, rules } as never, by('ada'));
    expect(refused).toMatchObject({ code: 'REFUSED_BY_POLICY', violations: [{ policy: 'a' }, { policy: 'd' }] });
    const warned = decide(withPeople, { ...publishFlights, rules: [rules[2]] } as never, by('ada'));
    expect(warned.kind).toBe('decided');
  });

  test('is refused for a topic that is a product already, under whatever name', () => {
    const state = after(withPeople, 'ada', publishFlights);
    const again = { kind: 'publish-product', request: { ...flights, name: 'other' }, rules: [] } as const;
    expect(decide(state, again, by('ada'))).toMatchObject({ code: 'ALREADY_EXISTS' });
  });

  test('is refused for a name that no address can hold', () => {
    const command = { kind: 'publish-product', request: { ...flights, name: 'a/b' }, rules: [] } as const;
    expect(decide(withPeople, command, by('ada'))).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

describe('a product', () => {
  const state = after(withPeople, 'ada', publishFlights);

  test('is changed by its domain only', () => {
    const change = { kind: 'update-product', product: id, changes: { sla: 'tier-2' } } as const;
    expect(decide(state, change, by('bea'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(after(state, 'ada', change).products.get(id)?.sla).toBe('tier-2');
  });

  test('is not changed by what changes nothing', () => {
    const change = { kind: 'update-product', product: id, changes: { tags: ['aviation'], sla: 'tier-1' } } as const;
    expect(factsOf(decide(state, change, by('ada')))).toEqual([]);
  });

  test('is not changed on a version that is not the newest', () => {
    const change = { kind: 'update-product', product: id, changes: { sla: 'tier-3' } } as const;
    expect(decide(state, change, by('ada', 0))).toMatchObject({ code: 'CONFLICT' });
    expect(decide(state, change, by('ada', 1)).kind).toBe('decided');
  });

  test('is not taken from its consumers without force', () => {
    const used = after(state, 'bea', register('Delay board'));
    const take = { kind: 'unpublish-product', product: id, force: false } as const;
    expect(decide(used, take, by('ada'))).toMatchObject({ code: 'HAS_CONSUMERS' });
    const gone = after(used, 'ada', { ...take, force: true });
    expect([gone.products.size, gone.productByTopic.size]).toEqual([0, 0]);
    expect(versionOf(gone, `product:${id}`)).toBe(3);
  });
});

describe('a consumer', () => {
  const state = after(withPeople, 'ada', publishFlights);

  test('has a group of its own and registers once', () => {
    const used = after(state, 'bea', register('Delay board'));
    expect(used.products.get(id)?.consumers).toEqual([
      {
        id: 'delay-board.operations.flights',
        name: 'Delay board',
        product: id,
        purpose: 'Shows delays.',
        group: 'delay-board.operations.flights',
        registeredAt: '2026-01-02T03:04:05.000Z',
        registeredBy: 'bea',
      },
    ]);
    expect(decide(used, register('delay  BOARD!'), by('ada'))).toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(decide(used, register('…'), by('ada'))).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  test('is removed by who registered it or by the domain of the product, nobody else', () => {
    const used = after(state, 'bea', register('Delay board'));
    const remove = { kind: 'remove-consumer', consumer: 'delay-board.operations.flights' } as const;
    expect(decide(used, remove, by('eve'))).toMatchObject({ code: 'FORBIDDEN' });
    for (const actor of ['ada', 'bea']) expect(after(used, actor, remove).products.get(id)?.consumers).toEqual([]);
  });
});

describe('directory and policies', () => {
  test('are adopted once, and what is built in never replaces a file', () => {
    const adopt = { kind: 'adopt-policies', origin: 'file', policies: defaultPolicies.slice(1) } as const;
    const state = after(withPeople, 'millrace', adopt);
    expect(factsOf(decide(state, adopt, by('millrace')))).toEqual([]);
    const builtIn = { kind: 'adopt-policies', origin: 'default', policies: defaultPolicies } as const;
    expect(factsOf(decide(state, builtIn, by('millrace')))).toEqual([]);
    expect(state.policies).toHaveLength(defaultPolicies.length - 1);
    expect(factsOf(decide(state, { kind: 'adopt-directory', origin: 'file', directory }, by('millrace')))).toEqual([]);
  });
});

test('a fact that was decided on an old version changes nothing', () => {
  const [first] = factsOf(decide(withPeople, publishFlights, by('ada')));
  const [second] = factsOf(decide(withPeople, publishFlights, by('bea')));
  if (first === undefined || second === undefined) throw new Error('a decision has a fact');
  const state = apply(withPeople, first);
  expect(apply(state, second)).toBe(state);
  expect(state.products.get(id)?.publishedBy).toBe('ada');
});
