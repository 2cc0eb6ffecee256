import type { Suggestion } from '@millrace/sql';
import { expect, test } from 'vitest';
import { completionOf } from './completion.ts';

const suggestion = (kind: Suggestion['kind'], insert: string, label = insert): Suggestion => ({
  kind,
  label,
  insert,
  detail: 'STREAM',
  documentation: '',
  start: 0,
  end: 0,
});

test('a plain name is written small, a quoted one and a keyword as they are', () => {
  expect(completionOf(suggestion('column', 'DELAY'), [], 0).apply).toBe('delay');
  expect(completionOf(suggestion('column', '`Delay`', 'Delay'), [], 0).apply).toBe('`Delay`');
  expect(completionOf(suggestion('keyword', 'WHERE'), [], 0).apply).toBe('WHERE');
});

test('a source says which product it is', () => {
  const sources = [
    { name: 'FLIGHTS', kind: 'stream', topic: 't', product: 'operations.flights', columns: [] } as const,
  ];
  expect(completionOf(suggestion('source', 'FLIGHTS'), sources, 0).info).toBe('Product operations.flights');
});
