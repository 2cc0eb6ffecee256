import { expect, it } from 'vitest';
import { hashOrder } from './hash-order.ts';

it('names come in the order in which HashSet of OpenJDK 25 gives them', () => {
  const names =
    'latitude longitude altitude icao24 callsign origin velocity heading squawk status country timestamp ünïcode 😀';
  expect(hashOrder(names.split(' ')).join(' ')).toBe(
    'altitude country ünïcode heading latitude icao24 origin velocity squawk callsign 😀 longitude status timestamp',
  );
  // A table that has grown, and names that come twice.
  const many = Array.from({ length: 20 }, (_, index) => `property${index}`);
  expect(hashOrder([...many, ...many]).map((name) => Number(name.slice('property'.length)))).toEqual([
    9, 6, 5, 8, 7, 2, 19, 1, 18, 4, 3, 15, 14, 0, 17, 16, 11, 10, 13, 12,
  ]);
});
