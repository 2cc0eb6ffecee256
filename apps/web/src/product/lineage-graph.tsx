import type { Lineage, LineageEvidence } from '@millrace/mesh';
import { Controls, type Edge, ReactFlow } from '@xyflow/react';
import { useMemo, useState } from 'react';
import { useMedia } from '../parts/use-media.ts';
import { type LineageFlowNode, LineageNodeView } from './lineage-node.tsx';
import { lit, nodeHeight, nodeWidth, place, sizeOf } from './lineage-layout.ts';
import '@xyflow/react/dist/base.css';

const heightMin = 240;
const heightMax = 620;
const nodeTypes = { lineage: LineageNodeView };
export const strokes: Readonly<Record<LineageEvidence, React.CSSProperties>> = {
  observed: { strokeWidth: 2 },
  granted: { strokeWidth: 1.1 },
  declared: { strokeWidth: 1.4, strokeDasharray: '6 5' },
  inferred: { strokeWidth: 1.6, strokeDasharray: '1.5 4.5', strokeLinecap: 'round' },
};

/** Smaller than this its words cannot be read; the rest is reached by dragging. */
const narrowZoomMin = 0.65;

/** As high as the drawing is once it is fitted into the width there is, with room around it. */
const graphHeight = ({ width, height }: { readonly width: number; readonly height: number }, zoomMin: number): string =>
  `clamp(${heightMin}px, min(${height}px, max(100cqw * ${height / width}, ${height * zoomMin}px)) + 60px, ${heightMax}px)`;

/** The node itself and what stands next to it. */
const nextTo = ({ root, edges }: Lineage): { id: string }[] =>
  [...new Set([root, ...edges.flatMap(({ from, to }) => (from === root ? [to] : to === root ? [from] : []))])].map(
    (id) => ({ id }),
  );

/** The graph, left to right. The node pointed at (or the product itself) lights what feeds it and what it feeds. */
export const LineageGraph = ({
  lineage,
  onOpen,
}: {
  readonly lineage: Lineage;
  readonly onOpen: (nodeId: string) => void;
}) => {
  const narrow = useMedia('(max-width: 900px)');
  const [pointed, setPointed] = useState<string>();
  const placed = useMemo(() => place(lineage), [lineage]);
  const bright = useMemo(() => lit(pointed ?? lineage.root, lineage.edges), [pointed, lineage]);
  const nodes = placed.map(({ node, x, y }): LineageFlowNode => ({
    id: node.id,
    type: 'lineage',
    position: { x, y },
    width: nodeWidth,
    height: nodeHeight,
    ariaLabel: `${node.kind} ${node.label}`,
    data: { node, root: node.id === lineage.root, lit: bright.has(node.id) },
  }));
  const edges = lineage.edges.map((edge): Edge => ({
    id: `${edge.from} ${edge.to}`,
    source: edge.from,
    target: edge.to,
    focusable: false,
    ariaLabel: `${edge.from} feeds ${edge.to}, ${edge.evidence}`,
    style: { ...strokes[edge.evidence], opacity: bright.has(edge.from) && bright.has(edge.to) ? 1 : 0.25 },
  }));
  return (
    <div className="graph" style={{ height: graphHeight(sizeOf(placed), narrow ? narrowZoomMin : 0) }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        onlyRenderVisibleElements={nodes.length > 100}
        preventScrolling={false}
        fitView
        fitViewOptions={{
          maxZoom: 1,
          padding: 0.08,
          ...(narrow ? { minZoom: narrowZoomMin, nodes: nextTo(lineage) } : {}),
        }}
        minZoom={0.1}
        proOptions={{ hideAttribution: true }}
        onNodeMouseEnter={(_, node) => setPointed(node.id)}
        onNodeMouseLeave={() => setPointed(undefined)}
        onNodeClick={(_, node) => onOpen(node.id)}
        onKeyDown={(event) => {
          const id = event.target instanceof HTMLElement ? event.target.dataset['id'] : undefined;
          if (event.key === 'Enter' && id !== undefined) onOpen(id);
        }}
      >
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
};
