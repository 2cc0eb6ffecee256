import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BucketMap } from './bucket-map.ts';

test('it holds what a Map holds, and a change leaves the map before as it was', () => {
  const action = fc.tuple(fc.constantFrom('set', 'delete'), fc.string({ maxLength: 3 }), fc.nat());
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      const model = new Map<string, number>();
      let map = BucketMap.empty<number>();
      for (const [kind, key, value] of actions) {
        const before = map;
        const had = before.get(key);
        if (kind === 'set') {
          model.set(key, value);
          map = map.set(key, value);
        } else {
          model.delete(key);
          map = map.delete(key);
        }
        expect(before.get(key)).toBe(had);
        expect(map.size).toBe(model.size);
        expect(map.has(key)).toBe(model.has(key));
      }
      expect(new Map(map.entries())).toEqual(model);
      expect(Array.from(map.values())).toHaveLength(model.size);
    }),
  );
});
