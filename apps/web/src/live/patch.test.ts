import type { AuditEntry, LiveState, Page, ProductPage, ProductSummary } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { patchAudit, patchList, staleAfter } from './patch.ts';

const live: LiveState = {
  events: 2,
  sizeBytes: 10,
  ratePerSecond: 1,
  rateHistory: [],
  partitions: 1,
  retentionMs: -1,
  compacted: false,
};
const row = (id: string): ProductSummary => ({ id, live: { ...live, events: 1 } }) as ProductSummary;
const list = (...pages: readonly (readonly string[])[]) => ({
  pages: pages.map((ids) => ({ items: ids.map(row), total: 3 }) as unknown as ProductPage),
  pageParams: pages.map(() => ''),
});

test('a live state reaches the row of its product and leaves every other row as it was', () => {
  const before = list(['a', 'b'], ['c']);
  const after = patchList(before, new Map([['b', live]]));
  expect(after.pages[0]?.items[1]?.live.events).toBe(2);
  expect(after.pages[0]?.items[0]).toBe(before.pages[0]?.items[0]);
  expect(after.pages[1]).toBe(before.pages[1]);
});

test('a live state of a product that is not shown changes nothing', () => {
  const before = list(['a']);
  expect(patchList(before, new Map([['z', live]]))).toBe(before);
});

test('an audit entry comes on top once, however often it is told', () => {
  const entry = (offset: number) => ({ offset }) as AuditEntry;
  const before = { pages: [{ items: [entry(4)] } as Page<AuditEntry>], pageParams: [''] };
  const after = patchAudit(before, entry(5));
  expect(after.pages[0]?.items.map((item) => item.offset)).toEqual([5, 4]);
  expect(patchAudit(after, entry(5))).toBe(after);
});

test('a fact about a consumer makes the counts on products stale, not the policies', () => {
  expect(staleAfter('io.millrace.consumer.registered')).toContain('products');
  expect(staleAfter('io.millrace.consumer.registered')).not.toContain('policies');
});
