import type { SqlPlan, SqlSource } from '@millrace/mesh';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { sqlAs } from '../api/as-command.ts';
import { post, problemOf } from '../api/client.ts';
import { examplesQuery, sourcesQuery } from '../api/queries.ts';
import { AsCommand } from '../parts/as-command.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useTitle } from '../parts/use-title.ts';
import { Icon } from '../parts/icon.tsx';
import { Editor } from './editor.tsx';
import { placeOf } from './error-place.ts';
import { ExamplesMenu } from './examples-menu.tsx';
import { PlanStrip } from './plan-strip.tsx';
import { QueriesMenu } from './queries-menu.tsx';
import { ResultPane } from './result-pane.tsx';
import { isExplained, isQuery, outputQuery, splitStatements } from './statements.ts';
import { useRun } from './use-run.ts';
import '../styles/create.css';

const runKeys = /Mac|iP(?:hone|ad)/.test(navigator.userAgent) ? '⌘↵' : 'Ctrl ↵';

/** A statement that stays true wherever it runs: what there is. */
const firstStatement = 'SHOW STREAMS;';

const none: readonly SqlSource[] = [];

/** Ask the streams, and make new ones. */
export const CreatePage = () => {
  useTitle('Create');
  const search = useSearch({ from: '/create' });
  const navigate = useNavigate();
  const sources = useQuery(sourcesQuery).data?.items ?? none;
  const examples = useQuery(examplesQuery).data?.items;
  const [typed, setTyped] = useState<string>();
  const [commanding, setCommanding] = useState(false);
  const { run, start, stop } = useRun();
  const example =
    examples?.find((each) => each.name === search.example) ?? (search.sql === undefined ? examples?.[0] : undefined);
  const text = typed ?? search.sql ?? example?.statement ?? firstStatement;
  const explain = useMutation({
    mutationFn: ({ statement }: { statement: string; asked: boolean }) => post<SqlPlan>('/sql/explain', { statement }),
  });

  /** Why the plan that was asked for cannot be shown; a run tells of its own failure. */
  const unplanned = explain.error !== null && explain.variables.asked ? problemOf(explain.error).detail : undefined;
  const failed = run.kind === 'done' ? (run.result.error ?? unplanned) : unplanned;
  const problems = useMemo(() => (failed === undefined ? [] : placeOf(failed, text)), [failed, text]);
  const statements = splitStatements(text);
  const last = statements.at(-1);
  const runIt = (): void => {
    if (last !== undefined && isExplained(last)) explain.mutate({ statement: last, asked: false });
    else explain.reset();
    start(text);
  };

  return (
    <div className="studio">
      <section className="pane statementpane" aria-label="Statement">
        <div className="panehead">
          <h1>Statement</h1>
          {examples === undefined || examples.length === 0 ? null : (
            <ExamplesMenu
              examples={examples}
              onChoose={(chosen) => {
                setTyped(undefined);
                void navigate({ to: '/create', search: { example: chosen.name } });
              }}
            />
          )}
          <QueriesMenu />
          <span className="panebuttons">
            <button
              type="button"
              className="iconbtn"
              aria-label="As command"
              title="As command"
              onClick={() => setCommanding(true)}
            >
              <Icon name="command" />
            </button>
            <button
              type="button"
              className="btn"
              disabled={last === undefined || explain.isPending}
              onClick={() => explain.mutate({ statement: last ?? '', asked: true })}
            >
              Explain
            </button>
            <button type="button" className="btn go" disabled={last === undefined} onClick={runIt}>
              Run <kbd>{runKeys}</kbd>
            </button>
          </span>
        </div>
        <Editor text={text} sources={sources} problems={problems} onChange={setTyped} onRun={runIt} />
        {unplanned === undefined ? null : (
          <p className="message no planfailure" role="alert">
            <Icon name="alert" size={14} /> <span>{unplanned}</span>
          </p>
        )}
        {explain.data === undefined ? null : <PlanStrip text={explain.data.text} />}
      </section>
      <ResultPane run={run} onStop={stop} onShow={(source) => start(outputQuery(source), source)} />
      {commanding ? (
        <Dialog title="As command" onClose={() => setCommanding(false)}>
          <AsCommand as={sqlAs(location.origin, last ?? text, isQuery(last ?? ''))} />
        </Dialog>
      ) : null}
    </div>
  );
};
