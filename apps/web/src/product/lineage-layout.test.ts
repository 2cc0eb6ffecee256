import type { Lineage, LineageEdge } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { lit, place } from './lineage-layout.ts';

const edge = (from: string, to: string): LineageEdge => ({ from, to, evidence: 'observed' });
const edges = [edge('a', 'b'), edge('b', 'c'), edge('b', 'd'), edge('x', 'd')];

test('what feeds a node and what it feeds is lit, its siblings are not', () => {
  expect([...lit('b', edges)].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect([...lit('d', edges)].sort()).toEqual(['a', 'b', 'd', 'x']);
});

test('a circle of queries is followed once', () => {
  expect([...lit('a', [edge('a', 'b'), edge('b', 'a')])].sort()).toEqual(['a', 'b']);
});

test('what feeds stands left of what is fed', () => {
  const nodes: Lineage['nodes'] = ['a', 'b', 'c', 'd', 'x'].map((id) => ({ id, kind: 'topic', label: id }));
  const x = new Map(place({ root: 'b', nodes, edges }).map((placed) => [placed.node.id, placed.x]));
  for (const { from, to } of edges) expect(x.get(from)).toBeLessThan(x.get(to) ?? 0);
});
