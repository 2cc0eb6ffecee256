import type { LineageNode } from '@millrace/mesh';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { compact } from '../format/number.ts';

export type LineageFlowNode = Node<
  { readonly node: LineageNode; readonly root: boolean; readonly lit: boolean },
  'lineage'
>;

/** The server's name of a query says what it makes, between its kind and its number: `CTAS_DELAYS_HOURLY_2`. */
const queryName = /^(?:CSAS|CTAS|INSERTQUERY)_(.+?)(?:_\d+)?$/;
const labelOf = ({ kind, label }: LineageNode): string =>
  kind === 'query' ? (queryName.exec(label)?.[1]?.toLowerCase() ?? label) : label;

export const LineageNodeView = ({ data }: NodeProps<LineageFlowNode>) => {
  const { node } = data;
  return (
    <div
      className={`lnode ${node.kind}${data.root ? ' root' : ''}${data.lit ? '' : ' unlit'}`}
      title={node.detail === undefined ? node.label : `${node.label}\n${node.detail}`}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className="lkind">
        {node.kind === 'product' ? (node.domain ?? node.kind) : node.kind}
        <span className="num">{node.ratePerSecond === undefined ? '' : `${compact(node.ratePerSecond)}/s`}</span>
      </span>
      <b>{labelOf(node)}</b>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
};
