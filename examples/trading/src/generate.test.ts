import { expect, test } from 'vitest';
import { randomFrom, trade, users } from './generate.ts';

test('the same seed gives the same trades, another seed others', () => {
  const make = (seed: number): unknown => {
    const random = randomFrom(seed);
    return Array.from({ length: 50 }, () => trade(random, 0));
  };
  expect(make(1)).toEqual(make(1));
  expect(make(1)).not.toEqual(make(2));
});

test('users are told once each, and some are of the United States', () => {
  const made = users(randomFrom(7), Date.UTC(2026, 0, 1));
  expect(new Set(made.map((user) => user.key)).size).toBe(made.length);
  expect(made.some((user) => user.value['regionid'] === 'Region_US')).toBe(true);
});
