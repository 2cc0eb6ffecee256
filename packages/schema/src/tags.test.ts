import { describe, expect, it } from 'vitest';
import { avroKind } from './avro/avro-kind.ts';
import { tagClass, taggedFields } from './tags.ts';
import { matchesWildcard } from './wildcard.ts';

const order = avroKind.parse(
  JSON.stringify({
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    'confluent:tags': ['GDPR'],
    fields: [
      { name: 'id', type: 'long' },
      { name: 'email', type: 'string', 'confluent:tags': ['PII'] },
      {
        name: 'card',
        type: {
          type: 'record',
          name: 'Card',
          fields: [
            { name: 'number', type: 'string', 'confluent:tags': ['PCI'] },
            { name: 'ssn', type: 'string' },
          ],
        },
      },
    ],
  }),
);

const pathsOf = (tags: Record<string, string[]>): string[] => taggedFields(order, { tags }).map(({ path }) => path);

describe('tagged fields', () => {
  it('are those of the schema, with their classes, and the record itself', () => {
    expect(taggedFields(order)).toEqual([
      { path: '', tags: [{ name: 'GDPR', class: 'pii' }] },
      { path: 'email', tags: [{ name: 'PII', class: 'pii' }] },
      { path: 'card.number', tags: [{ name: 'PCI', class: 'financial' }] },
    ]);
  });

  it('are joined by those of the metadata, whose patterns match full names', () => {
    const own = ['', 'email', 'card.number'];
    expect(pathsOf({ '**.ssn': ['PII'] })).toEqual([...own, 'card.ssn']);
    expect(pathsOf({ 'shop.Card.*': ['PII'] })).toEqual([...own, 'card.ssn']);
    expect(pathsOf({ 'shop.*.id': ['KEY'] })).toEqual(['', 'id', 'email', 'card.number']);
    expect(pathsOf({ 'Order.id': ['KEY'] })).toEqual(own);
    expect(taggedFields(order, { tags: { 'shop.Order.email': ['PII', 'Team A'] } })[1]?.tags).toEqual([
      { name: 'PII', class: 'pii' },
      { name: 'Team A', class: 'other' },
    ]);
  });

  it('are classed by well-known words in the name of the tag', () => {
    for (const name of ['PII', 'Sensitive', 'gdpr-relevant', 'PersonalData', 'PII_EMAIL'])
      expect(tagClass(name)).toBe('pii');
    for (const name of ['PCI', 'FINANCIAL', 'payment.card']) expect(tagClass(name)).toBe('financial');
    for (const name of ['PUBLIC', 'happiness', '']) expect(tagClass(name)).toBe('other');
  });
});

describe('wildcards', () => {
  it('stay inside a name, unless doubled', () => {
    expect(matchesWildcard('eve', 'eve*')).toBe(true);
    expect(matchesWildcard('alice.bob.eve', 'a*.bob.e?e')).toBe(true);
    expect(matchesWildcard('alice.bob.eve', 'a*')).toBe(false);
    expect(matchesWildcard('alice.bob.eve', 'a**')).toBe(true);
    expect(matchesWildcard('alice.bob.eve', 'alice.**.*')).toBe(true);
    expect(matchesWildcard('a.b', 'a?b')).toBe(false);
    expect(matchesWildcard('a*b', 'a\\*b')).toBe(true);
    expect(matchesWildcard('axb', 'a\\*b')).toBe(false);
  });

  it('take no exponential time', () => {
    expect(matchesWildcard('a'.repeat(2_000), `${'**a'.repeat(200)}b`)).toBe(false);
  });
});
