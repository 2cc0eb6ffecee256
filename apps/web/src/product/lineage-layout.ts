import { Graph, layout } from '@dagrejs/dagre';
import type { Lineage, LineageEdge, LineageNode } from '@millrace/mesh';

export const nodeWidth = 196;
export const nodeHeight = 48;
const margin = 20;

export interface PlacedNode {
  readonly node: LineageNode;
  /** Top left corner. */
  readonly x: number;
  readonly y: number;
}

/** Places the graph left to right, so that what feeds stands left of what is fed. */
export function place(lineage: Lineage): readonly PlacedNode[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 26, ranksep: 56, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of lineage.nodes) graph.setNode(node.id, { width: nodeWidth, height: nodeHeight });
  for (const edge of lineage.edges) graph.setEdge(edge.from, edge.to);
  layout(graph);
  return lineage.nodes.map((node) => {
    const at = graph.node(node.id);
    return { node, x: at.x - nodeWidth / 2, y: at.y - nodeHeight / 2 };
  });
}

/** How wide and high the drawing is, in px. */
export const sizeOf = (placed: readonly PlacedNode[]): { readonly width: number; readonly height: number } => ({
  width: Math.max(0, ...placed.map(({ x }) => x + nodeWidth)) + margin,
  height: Math.max(0, ...placed.map(({ y }) => y + nodeHeight)) + margin,
});

/** Everything that feeds the node, and everything it feeds, the node itself with it. */
export function lit(id: string, edges: readonly LineageEdge[]): ReadonlySet<string> {
  const found = new Set([id]);
  const follow = (from: 'from' | 'to', to: 'from' | 'to'): void => {
    const waiting = [id];
    const seen = new Set([id]);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const edge of edges) {
        if (edge[from] !== at || seen.has(edge[to])) continue;
        seen.add(edge[to]);
        found.add(edge[to]);
        waiting.push(edge[to]);
      }
    }
  };
  follow('from', 'to');
  follow('to', 'from');
  return found;
}
