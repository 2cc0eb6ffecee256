import type { ProductSummary } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { matchesWords, paletteItems } from './palette-items.ts';

const product = (id: string, matches?: ProductSummary['matches']): ProductSummary =>
  ({ id, quality: 'raw', sla: 'tier-3', matches }) as ProductSummary;

test('a word matches from its start, in any order', () => {
  expect(matchesWords('Govern: policies and domains', 'pol gov')).toBe(true);
  expect(matchesWords('Govern: policies and domains', 'olicies')).toBe(false);
});

test('without a query the pages come first; with one the products do, and the search itself comes last', () => {
  expect(
    paletteItems('', [product('a.b')])
      .map((item) => item.id)
      .at(-1),
  ).toBe('product:a.b');
  expect(paletteItems('pub', [product('a.b')]).map((item) => item.id)).toEqual(['product:a.b', 'publish', 'find']);
});

test('a product found by its field leads to its schema', () => {
  const [item] = paletteItems('delay', [product('operations.flights', [{ field: 'schema', terms: ['delay'] }])]);
  expect(item?.target).toEqual({ kind: 'product', id: 'operations.flights', tab: 'schema' });
});
