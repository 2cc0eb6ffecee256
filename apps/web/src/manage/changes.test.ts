import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';

test('only what is not as it was counts as a change', () => {
  const before = { owner: '@a', description: 'd', tags: ['x'] };
  expect(changesOf(before, { ...before, tags: ['x'] })).toEqual({});
  expect(changesOf(before, { ...before, owner: '@b', tags: [] })).toEqual({ owner: '@b', tags: [] });
});
