import type { Lineage, LineageEdge, LineageEvidence, LineageNode } from '../api.ts';
import { subjectOf } from '../ids.ts';

/** What is known of who reads and writes what. Sources and sinks are topics. */
export interface LineageInput {
  readonly products: readonly {
    readonly id: string;
    readonly name: string;
    readonly domain: string;
    readonly topic: string;
    readonly ratePerSecond?: number;
  }[];
  readonly queries: readonly {
    readonly id: string;
    readonly statement: string;
    readonly sources: readonly string[];
    readonly sink?: string;
    /** The stream processor reports that it runs; otherwise only its text is known. */
    readonly running: boolean;
  }[];
  readonly consumers: readonly {
    readonly id: string;
    readonly name: string;
    readonly product: string;
    readonly purpose: string;
    /** Its group has committed offsets of the product's topic. */
    readonly seenReading: boolean;
  }[];
}

export interface LineageGraph {
  readonly nodes: ReadonlyMap<string, LineageNode>;
  readonly edges: readonly LineageEdge[];
}

/** Puts queries, registrations and products together as one graph; an edge says how it is known. */
export function buildLineage(input: LineageInput): LineageGraph {
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageEdge>();
  const productByTopic = new Map(input.products.map((product) => [product.topic, product.id]));
  const link = (from: string, to: string, evidence: LineageEvidence): unknown =>
    edges.set(`${from}\n${to}`, { from, to, evidence });
  const topicNode = (topic: string): string => {
    const product = productByTopic.get(topic);
    if (product !== undefined) return subjectOf.product(product);
    const id = subjectOf.topic(topic);
    nodes.set(id, { id, kind: 'topic', label: topic });
    return id;
  };

  for (const { id, name, domain, ratePerSecond } of input.products) {
    const node = subjectOf.product(id);
    nodes.set(node, {
      id: node,
      kind: 'product',
      label: name,
      domain,
      ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
    });
  }
  for (const query of input.queries) {
    const node = subjectOf.query(query.id);
    nodes.set(node, { id: node, kind: 'query', label: query.id, detail: query.statement });
    const evidence = query.running ? 'observed' : 'inferred';
    for (const source of query.sources) link(topicNode(source), node, evidence);
    if (query.sink !== undefined) link(node, topicNode(query.sink), evidence);
  }
  for (const consumer of input.consumers) {
    const node = subjectOf.consumer(consumer.id);
    nodes.set(node, { id: node, kind: 'consumer', label: consumer.name, detail: consumer.purpose });
    link(subjectOf.product(consumer.product), node, consumer.seenReading ? 'observed' : 'declared');
  }
  return { nodes, edges: [...edges.values()] };
}

/** Everything that `root` is made from and everything that is made from it, with the root. */
export function lineageOf(graph: LineageGraph, root: string): Lineage {
  const kept = new Set([root, ...reach(graph, root, 'up'), ...reach(graph, root, 'down')]);
  return {
    root,
    nodes: [...graph.nodes.values()].filter((node) => kept.has(node.id)),
    edges: graph.edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to)),
  };
}

/** Products next to `root` in one direction; queries and unpublished topics on the way are looked through. */
export function neighbours(graph: LineageGraph, root: string, direction: 'up' | 'down'): readonly string[] {
  return [...reach(graph, root, direction, (id) => graph.nodes.get(id)?.kind === 'product')]
    .filter((id) => graph.nodes.get(id)?.kind === 'product')
    .map((id) => id.slice('product:'.length))
    .sort((left, right) => left.localeCompare(right));
}

function reach(
  graph: LineageGraph,
  root: string,
  direction: 'up' | 'down',
  stopAt: (id: string) => boolean = () => false,
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of graph.edges) {
    const [near, far] = direction === 'down' ? [from, to] : [to, from];
    const known = next.get(near);
    if (known === undefined) next.set(near, [far]);
    else known.push(far);
  }
  const seen = new Set<string>();
  const waiting = [root];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id !== root && stopAt(id)) continue;
    for (const far of next.get(id) ?? []) {
      if (far === root || seen.has(far)) continue;
      seen.add(far);
      waiting.push(far);
    }
  }
  return seen;
}
