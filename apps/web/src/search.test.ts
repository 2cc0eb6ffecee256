import { expect, test } from 'vitest';
import { exploreSearch, filterOf, parseSearch, productSearch, rootSearch, stringifySearch } from './search.ts';

test('an address of Explore comes back as it went out', () => {
  const address = '?q=delay+hours&domain=analytics&domain=operations&quality=raw&at=operations.flights';
  const search = exploreSearch(parseSearch(address));
  expect(filterOf(search)).toMatchObject({
    q: 'delay hours',
    domain: ['analytics', 'operations'],
    quality: ['raw'],
    sla: [],
  });
  expect(exploreSearch(parseSearch(stringifySearch({ ...search })))).toEqual(search);
});

test('what an address says that no page knows is left out', () => {
  expect(productSearch(parseSearch('?tab=nonsense'))).toEqual({});
  expect(productSearch(parseSearch('?tab=lineage'))).toEqual({ tab: 'lineage' });
  expect(rootSearch(parseSearch('?audit=1'))).toEqual({ audit: true });
  expect(stringifySearch({ q: '', domain: [], audit: undefined })).toBe('');
});
