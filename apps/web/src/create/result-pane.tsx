import { useQuery } from '@tanstack/react-query';
import type { SqlSource } from '@millrace/mesh';
import { Link } from '@tanstack/react-router';
import { sourcesQuery } from '../api/queries.ts';
import { compact, count, plural } from '../format/number.ts';
import { span } from '../format/time.ts';
import { Icon } from '../parts/icon.tsx';
import { ratePerSecond, type Result } from './result.ts';
import { ResultTable } from './result-table.tsx';
import type { Run } from './use-run.ts';

/** How many rows, how fast; and, where there is room, after how long the first came. */
const Summary = ({ result, running }: { readonly result: Result; readonly running: boolean }) => {
  if (result.received === 0) return running ? 'waiting for the first row' : '';
  const rate = ratePerSecond(result);
  return (
    <>
      {plural(result.received, 'row')}
      {rate >= 1 ? `, ${compact(rate)}/s` : ''}
      {result.firstAt === undefined ? null : (
        <span className="spare">, first in {span(result.firstAt - result.begunAt)}</span>
      )}
    </>
  );
};

const plain = (name: string): string => name.replaceAll('`', '').toUpperCase();

/** The stream or table of that name, if it is there. */
function useSource(name: string | undefined): SqlSource | undefined {
  const { data } = useQuery(sourcesQuery);
  return name === undefined ? undefined : data?.items.find((each) => each.name.toUpperCase() === plain(name));
}

/** Leads to Publish with the topic of the stream or table, or to the product that it is already. */
const SaveAsProduct = ({
  source,
  topic,
}: {
  readonly source: SqlSource | undefined;
  readonly topic: string | undefined;
}) => {
  if (source?.product !== undefined) {
    return (
      <Link to="/products/$id" params={{ id: source.product }} className="btn">
        Open {source.product}
      </Link>
    );
  }
  const target = source?.topic ?? topic;
  return target === undefined ? null : (
    <Link to="/publish/$topic" params={{ topic: target }} className="btn">
      Save as product
    </Link>
  );
};

const Start = () => (
  <div className="empty">
    <h2>Results show here as they happen</h2>
    <p>
      A SELECT shows rows from the beginning of the log and goes on with every new one. A CREATE starts a query that
      keeps running, and shows what it makes.
    </p>
  </div>
);

/** What the run showed so far, growing while it runs. */
export const ResultPane = ({
  run,
  onStop,
  onShow,
}: {
  readonly run: Run;
  readonly onStop: () => void;
  /** Shows what a stream or table holds. */
  readonly onShow: (source: string) => void;
}) => {
  const source = useSource(run.kind === 'idle' ? undefined : run.source);
  if (run.kind === 'idle') {
    return (
      <section className="pane" aria-label="Result">
        <div className="panehead">
          <h2>Result</h2>
        </div>
        <Start />
      </section>
    );
  }
  const { result, done } = run;
  const running = run.kind === 'running';
  return (
    <section className="pane" aria-label="Result">
      <div className="panehead">
        <h2>Result</h2>
        <span className="dim num summary">
          <Summary result={result} running={running} />
        </span>
        <span className="panebuttons">
          {running ? (
            <button type="button" className="btn" onClick={onStop}>
              <Icon name="stop" size={13} /> Stop
            </button>
          ) : null}
          <SaveAsProduct source={source} topic={done.at(-1)?.sink} />
        </span>
      </div>
      <div className="messages" aria-live="polite">
        {done.map((each, at) => (
          <p key={`${at}-${each.statement}`} className="message">
            <Icon name="check" size={14} /> {each.message}
          </p>
        ))}
        {result.error === undefined ? null : (
          <p className="message no" role="alert">
            <Icon name="alert" size={14} /> <span>{result.error}</span>
            {source === undefined || running ? null : (
              <button type="button" className="btn small" onClick={() => onShow(source.name)}>
                Show what it holds
              </button>
            )}
          </p>
        )}
        {result.message === undefined ? null : <p className="message dim">{result.message}</p>}
      </div>
      {result.columns.length === 0 ? null : <ResultTable result={result} running={running} />}
      {result.received > result.rows.length ? (
        <p className="more faint num">The newest {count(result.rows.length)} rows show</p>
      ) : null}
    </section>
  );
};
