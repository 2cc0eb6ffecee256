import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sourcesQuery } from '../api/queries.ts';
import { compact, count, plural } from '../format/number.ts';
import { span } from '../format/time.ts';
import { Icon } from '../parts/icon.tsx';
import { ratePerSecond, type Result } from './result.ts';
import { ResultTable } from './result-table.tsx';
import type { Run } from './use-run.ts';

const summary = (result: Result, running: boolean): string => {
  if (result.received === 0) return running ? 'waiting for the first row' : '';
  const rate = ratePerSecond(result);
  return [
    plural(result.received, 'row'),
    ...(rate >= 1 ? [`${compact(rate)} a second`] : []),
    ...(result.firstAt === undefined ? [] : [`first after ${span(result.firstAt - result.begunAt)}`]),
  ].join(', ');
};

/** Leads to Publish with the topic of the stream or table that was made. */
const SaveAsProduct = ({ source, topic }: { readonly source: string; readonly topic: string | undefined }) => {
  const { data } = useQuery(sourcesQuery);
  const found = data?.items.find((each) => each.name.toUpperCase() === source.replaceAll('`', '').toUpperCase());
  if (found?.product !== undefined) {
    return (
      <Link to="/products/$id" params={{ id: found.product }} className="btn">
        Open {found.product}
      </Link>
    );
  }
  const target = found?.topic ?? topic;
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
export const ResultPane = ({ run, onStop }: { readonly run: Run; readonly onStop: () => void }) => {
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
  const { result, source, done } = run;
  const running = run.kind === 'running';
  return (
    <section className="pane" aria-label="Result">
      <div className="panehead">
        <h2>Result</h2>
        <span className="dim num summary">{summary(result, running)}</span>
        <span className="panebuttons">
          {running ? (
            <button type="button" className="btn" onClick={onStop}>
              <Icon name="stop" size={13} /> Stop
            </button>
          ) : null}
          {source === undefined ? null : <SaveAsProduct source={source} topic={done.at(-1)?.sink} />}
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
