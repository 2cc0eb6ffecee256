import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { maximumMatching } from './matching.ts';

const size = 4;
const graph = fc.array(fc.subarray(Array.from({ length: size }, (_, index) => index)), {
  minLength: size,
  maxLength: size,
});

/** The largest matching, by trying every one. */
function largest(edges: readonly (readonly number[])[], left = 0, taken: readonly number[] = []): number {
  if (left === edges.length) return 0;
  const free = (edges[left] ?? []).filter((right) => !taken.includes(right));
  return Math.max(
    largest(edges, left + 1, taken),
    ...free.map((right) => 1 + largest(edges, left + 1, [...taken, right])),
  );
}

it('a matching uses edges of the graph, each node once, and is as large as can be', () => {
  fc.assert(
    fc.property(graph, fc.array(fc.boolean(), { minLength: size, maxLength: size }), (edges, isPreferred) => {
      const preferred = edges.map((row, left) => (isPreferred[left] === true ? row.slice(0, 1) : []));
      const matching = maximumMatching(preferred, edges);
      for (const [left, right] of matching) expect(edges[left]).toContain(right);
      expect(new Set(matching.values()).size).toBe(matching.size);
      expect(matching.size).toBe(largest(edges));
    }),
  );
});

it('a matching keeps to preferred edges where that costs nothing', () => {
  expect([
    ...maximumMatching(
      [[1], [0]],
      [
        [0, 1],
        [0, 1],
      ],
    ),
  ]).toEqual([
    [0, 1],
    [1, 0],
  ]);
});
