import type { LineageEvidence } from '@millrace/mesh';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lineageQuery } from '../api/queries.ts';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { LineageGraph, strokes } from './lineage-graph.tsx';

const evidences: readonly LineageEvidence[] = ['observed', 'granted', 'declared', 'inferred'];

const Legend = () => (
  <div className="bar">
    {evidences.map((evidence) => (
      <span key={evidence} className="leg">
        <svg width="26" height="6" aria-hidden="true">
          <path d="M0 3h26" stroke="var(--accent)" style={strokes[evidence]} />
        </svg>
        {evidence}
      </span>
    ))}
  </div>
);

/** Where the facts come from, and who breaks if they change. */
export const LineageTab = ({ id }: { readonly id: string }) => {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(lineageQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={6} />;
  if (data.edges.length === 0) {
    return (
      <Empty
        title="Nothing feeds it, and it feeds nothing yet"
        command={`millrace consumer add NAME --product ${id} --purpose TEXT`}
      >
        Queries that read or write this product, and consumers that register for it, will be drawn here.
      </Empty>
    );
  }
  const open = (node: string): void => {
    const product = /^product:(.+)$/.exec(node)?.[1];
    if (product !== undefined && product !== id) {
      void navigate({ to: '/products/$id', params: { id: product }, search: { tab: 'lineage' } });
    }
  };
  return (
    <div className="lin">
      <Legend />
      <LineageGraph key={id} lineage={data} onOpen={open} />
    </div>
  );
};
