import type { QueryView } from '@millrace/mesh';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { queriesQuery } from '../api/queries.ts';
import { plural } from '../format/number.ts';
import { CodeBlock } from '../parts/code-block.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Failure } from '../parts/states.tsx';

const Query = ({ query }: { readonly query: QueryView }) => {
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const terminate = useMutation({
    mutationFn: () => send('DELETE', `/queries/${encodeURIComponent(query.id)}`),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['sql'] }),
  });
  return (
    <li className="query">
      <div className="queryhead">
        <b className="mono">{query.id}</b>
        <span className={query.state === 'RUNNING' ? 'pill good' : 'pill warn'}>{query.state.toLowerCase()}</span>
        <span className="dim">
          {query.sources.join(' + ')} → {query.sink}
        </span>
      </div>
      <details className="disclose">
        <summary>Statement</summary>
        <CodeBlock text={query.statement} label={`Statement of ${query.id}`} />
      </details>
      {terminate.error === null ? null : <Failure error={terminate.error} />}
      {asking ? (
        <div className="acts">
          <span className="dim">{query.sink} gets no more events; what it holds stays.</span>
          <button
            type="button"
            className="btn small danger"
            disabled={terminate.isPending}
            onClick={() => terminate.mutate()}
          >
            Terminate {query.id}
          </button>
          <button type="button" className="btn small" onClick={() => setAsking(false)}>
            Keep it
          </button>
        </div>
      ) : (
        <button type="button" className="btn small" onClick={() => setAsking(true)}>
          Terminate
        </button>
      )}
    </li>
  );
};

/** The queries that run on, each with what it reads and writes, and the way to end it. */
export const QueriesMenu = () => {
  const { data } = useQuery(queriesQuery);
  const [open, setOpen] = useState(false);
  const queries = data?.items ?? [];
  if (queries.length === 0 && !open) return null;
  return (
    <>
      <button type="button" className="pill" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {plural(queries.length, 'query', 'queries')}
      </button>
      {open ? (
        <Dialog title="Queries that run" onClose={() => setOpen(false)}>
          {queries.length === 0 ? <p className="dim">None runs. A CREATE … AS SELECT starts one.</p> : null}
          <ul className="queries">
            {queries.map((query) => (
              <Query key={query.id} query={query} />
            ))}
          </ul>
        </Dialog>
      ) : null}
    </>
  );
};
