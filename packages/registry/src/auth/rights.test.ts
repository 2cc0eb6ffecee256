import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowed, operations, type Resource, type ResourcePattern, type Right, type Rule } from './rights.ts';

const subject = (name: string): Resource => ({ kind: 'subject', name });
const literal = (name: string): ResourcePattern => ({ kind: 'subject', name, pattern: 'literal' });
const prefixed = (name: string): ResourcePattern => ({ kind: 'subject', name, pattern: 'prefixed' });
const allow = (resource: ResourcePattern): Rule => ({
  principal: 'User:alice',
  permission: 'allow',
  operations: ['READ'],
  resource,
});
const deny = (resource: ResourcePattern): Rule => ({ ...allow(resource), permission: 'deny' });
const reads = (rules: readonly Rule[], resource: Resource): boolean =>
  isAllowed(rules, { operation: 'READ', resource });

describe('a right', () => {
  it('is there only when a rule gives it', () => {
    expect(reads([], subject('orders'))).toBe(false);
    expect(reads([allow(literal('orders'))], subject('orders'))).toBe(true);
    expect(reads([allow(literal('orders'))], subject('orders-2'))).toBe(false);
    expect(isAllowed([allow(literal('orders'))], { operation: 'WRITE', resource: subject('orders') })).toBe(false);
  });

  it('is given by the beginning of a name, or for every name', () => {
    expect(reads([allow(prefixed('orders'))], subject('orders-2'))).toBe(true);
    expect(reads([allow(prefixed('orders'))], subject('order'))).toBe(false);
    expect(reads([allow(literal('*'))], subject(':.staging:x'))).toBe(true);
  });

  it('that one rule denies is not there, whatever the others allow', () => {
    const rules = [allow(literal('*')), deny(prefixed('salaries'))];
    expect(reads(rules, subject('orders'))).toBe(true);
    expect(reads(rules, subject('salaries-value'))).toBe(false);
    // The same subject by its other name.
    expect(reads(rules, subject(':.:salaries-value'))).toBe(false);
  });

  it('to a context is one to all its subjects, and to no others', () => {
    const rules = [allow({ kind: 'context', name: '.staging', pattern: 'literal' })];
    expect(reads(rules, { kind: 'context', name: '.staging' })).toBe(true);
    expect(reads(rules, subject(':.staging:orders'))).toBe(true);
    expect(reads(rules, subject(':.staging2:orders'))).toBe(false);
    expect(reads(rules, subject('orders'))).toBe(false);
    expect(reads([allow({ kind: 'context', name: '.', pattern: 'literal' })], subject('orders'))).toBe(true);
  });

  it('to every subject is none to keys, contexts or the registry', () => {
    const rules = [allow(literal('*'))];
    expect(reads(rules, { kind: 'kek', name: 'k' })).toBe(false);
    expect(reads(rules, { kind: 'context', name: '.staging' })).toBe(false);
    expect(reads(rules, { kind: 'registry' })).toBe(false);
    expect(reads([allow({ kind: 'registry' })], { kind: 'registry' })).toBe(true);
  });

  it('never grows by a rule that denies', () => {
    const name = fc.constantFrom('a', 'ab', 'abc', '*', ':.c:a');
    const kind = fc.constantFrom('subject' as const, 'context' as const, 'kek' as const);
    const rule: fc.Arbitrary<Rule> = fc.record({
      principal: fc.constant('User:alice'),
      permission: fc.constantFrom('allow' as const, 'deny' as const),
      operations: fc.subarray([...operations]),
      resource: fc.record({ kind, name, pattern: fc.constantFrom('literal' as const, 'prefixed' as const) }),
    });
    const right: fc.Arbitrary<Right> = fc.record({
      operation: fc.constantFrom(...operations),
      resource: fc.record({ kind, name }),
    });
    fc.assert(
      fc.property(fc.array(rule), rule, right, (rules, more, wanted) => {
        const before = isAllowed(rules, wanted);
        expect(isAllowed([...rules, { ...more, permission: 'deny' }], wanted) && !before).toBe(false);
        expect(before && rules.every(({ permission }) => permission === 'deny')).toBe(false);
      }),
    );
  });
});
