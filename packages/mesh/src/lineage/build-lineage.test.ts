import { describe, expect, test } from 'vitest';
import type { LineageInput } from './build-lineage.ts';
import { buildLineage, lineageOf, neighbours } from './build-lineage.ts';

const product = (id: string) => ({ id, name: id, domain: 'd', topic: `topic-of-${id}` });
const query = (id: string, sources: readonly string[], sink: string | undefined, running = true) => ({
  id,
  statement: `SELECT ${id}`,
  sources: sources.map((source) => `topic-of-${source}`),
  ...(sink === undefined ? {} : { sink: `topic-of-${sink}` }),
  running,
});

const input: LineageInput = {
  products: ['flights', 'airports', 'enriched', 'daily', 'lonely'].map(product),
  queries: [
    query('join', ['flights', 'airports'], 'enriched'),
    query('step', ['enriched'], 'unpublished'),
    query('count', ['unpublished'], 'daily', false),
  ],
  consumers: [
    { id: 'board', name: 'Board', product: 'enriched', purpose: 'Shows.', seenReading: true },
    { id: 'mail', name: 'Mail', product: 'daily', purpose: 'Tells.', seenReading: false },
  ],
};
const graph = buildLineage(input);

describe('the graph', () => {
  test('says of each edge how it is known', () => {
    expect(graph.edges).toEqual([
      { from: 'product:flights', to: 'query:join', evidence: 'observed' },
      { from: 'product:airports', to: 'query:join', evidence: 'observed' },
      { from: 'query:join', to: 'product:enriched', evidence: 'observed' },
      { from: 'product:enriched', to: 'query:step', evidence: 'observed' },
      { from: 'query:step', to: 'topic:topic-of-unpublished', evidence: 'observed' },
      { from: 'topic:topic-of-unpublished', to: 'query:count', evidence: 'inferred' },
      { from: 'query:count', to: 'product:daily', evidence: 'inferred' },
      { from: 'product:enriched', to: 'consumer:board', evidence: 'observed' },
      { from: 'product:daily', to: 'consumer:mail', evidence: 'declared' },
    ]);
    expect(graph.nodes.get('topic:topic-of-unpublished')).toMatchObject({
      kind: 'topic',
      label: 'topic-of-unpublished',
    });
  });

  test('of one product holds all that it is made from and all that is made from it, and nothing else', () => {
    const { nodes, edges } = lineageOf(graph, 'product:enriched');
    expect(nodes.map(({ id }) => id)).not.toContain('product:lonely');
    expect(nodes).toHaveLength(graph.nodes.size - 1);
    expect(edges).toHaveLength(graph.edges.length);
    const source = lineageOf(graph, 'product:airports');
    expect(source.nodes.map(({ id }) => id)).not.toContain('product:flights');
    expect(lineageOf(graph, 'product:lonely')).toMatchObject({ edges: [], nodes: [{ id: 'product:lonely' }] });
  });

  test('has next products behind queries and topics that nobody published', () => {
    expect(neighbours(graph, 'product:enriched', 'up')).toEqual(['airports', 'flights']);
    expect(neighbours(graph, 'product:enriched', 'down')).toEqual(['daily']);
    expect(neighbours(graph, 'product:flights', 'down')).toEqual(['enriched']);
  });

  test('may run in a circle', () => {
    const round = buildLineage({
      ...input,
      queries: [query('a', ['flights'], 'daily'), query('b', ['daily'], 'flights')],
    });
    expect(neighbours(round, 'product:flights', 'down')).toEqual(['daily']);
    expect(lineageOf(round, 'product:daily').nodes).toHaveLength(5);
  });
});
