import type { Candidate, ProductDetail, PublishRequest } from '@millrace/mesh';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { publishAs } from '../api/as-command.ts';
import { post, problemOf } from '../api/client.ts';
import { candidatesQuery, teamsQuery } from '../api/queries.ts';
import { AsCommand } from '../parts/as-command.tsx';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { refuses } from '../parts/rule-list.tsx';
import { useTitle } from '../parts/use-title.ts';
import { GatePanel } from './gate-panel.tsx';
import { PublishForm } from './publish-form.tsx';
import { useGate } from './use-gate.ts';
import '../styles/product.css';
import '../styles/publish.css';

const idOf = (candidate: Candidate): string => `${candidate.domain}.${candidate.name}`;

const Form = ({ candidate }: { readonly candidate: Candidate }) => {
  const [request, setRequest] = useState<PublishRequest>(candidate.suggested);
  const navigate = useNavigate();
  const cache = useQueryClient();
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const gate = useGate(request);
  const publish = useMutation({
    mutationFn: () => post<ProductDetail>('/products', request),
    onSuccess: async (product) => {
      await cache.invalidateQueries({ queryKey: ['products'] });
      void cache.invalidateQueries({ queryKey: ['candidates'] });
      await navigate({ to: '/products/$id', params: { id: product.id } });
    },
  });
  const refused = publish.error === null ? undefined : problemOf(publish.error).violations;
  const rules = gate.data ?? refused;
  const open = rules !== undefined && !rules.some(refuses);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!publish.isPending) publish.mutate();
      }}
    >
      <div>
        <PublishForm
          request={request}
          rules={rules ?? []}
          teams={teams}
          change={(part) => setRequest((old) => ({ ...old, ...part }))}
        />
        <div className="field">
          <span />
          <div className="stack">
            {publish.error === null ? null : <Failure error={publish.error} />}
            <div className="acts">
              <button type="submit" className="btn go" disabled={!open || publish.isPending}>
                {publish.isPending ? 'Publishing' : 'Publish'}
              </button>
              <Link to="/publish" className="btn">
                Not now
              </Link>
            </div>
            <details className="disclose">
              <summary>As command</summary>
              <AsCommand as={publishAs(location.origin, request)} />
            </details>
          </div>
        </div>
      </div>
      <GatePanel rules={rules} error={gate.error} />
    </form>
  );
};

/** One topic on its way through the gate. */
export const PublishPage = () => {
  const { topic } = useParams({ from: '/publish/$topic' });
  useTitle(`Publish ${topic}`);
  const { data, error, refetch } = useQuery(candidatesQuery);
  const candidate = data?.items.find((each) => each.topic === topic);
  if (error !== null && data === undefined) {
    return (
      <div className="page">
        <Failure error={error} again={() => void refetch()} />
      </div>
    );
  }
  if (data === undefined) {
    return (
      <div className="page">
        <Skeleton lines={8} height={32} />
      </div>
    );
  }
  if (candidate === undefined || candidate.published) {
    return (
      <div className="page">
        <Empty
          level="h1"
          title={candidate === undefined ? `There is no topic ${topic} to publish` : `${topic} is published already`}
          action={
            candidate === undefined ? (
              <Link to="/publish" className="btn go">
                See what can be published
              </Link>
            ) : (
              <Link to="/products/$id" params={{ id: idOf(candidate) }} className="btn go">
                Open {idOf(candidate)}
              </Link>
            )
          }
        >
          {candidate === undefined
            ? 'A new topic shows within a few seconds of its first event. Internal topics never do.'
            : 'Its form is done; look at the product instead.'}
        </Empty>
      </div>
    );
  }
  return (
    <div className="page">
      <header className="head">
        <div>
          <nav className="crumb" aria-label="Breadcrumb">
            <Link to="/publish">Publish</Link> / {candidate.domain}
          </nav>
          <h1>{candidate.name}</h1>
          <p>
            This makes the topic a product that every domain can find and build on. You can change all of this later.
          </p>
        </div>
      </header>
      <Form key={candidate.topic} candidate={candidate} />
    </div>
  );
};
