import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { auditQuery } from '../api/queries.ts';
import { stamp, timeOfDay } from '../format/time.ts';
import { AuditSentence } from './audit-sentence.tsx';

/** What just happened, and how to do the same from a shell. */
export const AuditBar = () => {
  const navigate = useNavigate();
  const { data } = useInfiniteQuery(auditQuery);
  const newest = data?.pages[0]?.items[0];
  const command = newest?.as.cli.replaceAll(/\s*\\\n\s*/g, ' ');
  return (
    <footer className="audit">
      {newest === undefined ? (
        <span className="faint">
          {data === undefined ? '' : 'Nothing has happened yet. What people do will show here.'}
        </span>
      ) : (
        <div className="auditnewest" key={newest.offset}>
          <time className="num faint" dateTime={newest.at} title={stamp(newest.at)}>
            {timeOfDay(newest.at)}
          </time>
          <AuditSentence entry={newest} />
          {command === '' ? null : <code title={command}>{command}</code>}
        </div>
      )}
      <button
        type="button"
        className="more"
        onClick={() => void navigate({ to: '.', search: (old) => ({ ...old, audit: true }) })}
      >
        <kbd>A</kbd> audit log
      </button>
    </footer>
  );
};
