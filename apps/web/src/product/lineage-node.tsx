import type { LineageNode } from '@millrace/mesh';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { compact } from '../format/number.ts';

export type LineageFlowNode = Node<
  { readonly node: LineageNode; readonly root: boolean; readonly lit: boolean },
  'lineage'
>;

const words: Readonly<Record<LineageNode['kind'], string>> = {
  product: 'product',
  topic: 'topic',
  query: 'query',
  consumer: 'consumer',
};

export const LineageNodeView = ({ data }: NodeProps<LineageFlowNode>) => {
  const { node } = data;
  return (
    <div
      className={`lnode ${node.kind}${data.root ? ' root' : ''}${data.lit ? '' : ' unlit'}`}
      title={node.detail ?? node.label}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className="lkind">
        {node.kind === 'product' ? (node.domain ?? words.product) : words[node.kind]}
        <span className="num">{node.ratePerSecond === undefined ? '' : `${compact(node.ratePerSecond)}/s`}</span>
      </span>
      <b>{node.label}</b>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
};
