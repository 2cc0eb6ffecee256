import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../api/queries.ts';
import { span } from '../format/time.ts';
import { useConnection } from '../live/connection.ts';
import { useNow } from '../live/use-now.ts';

const Words = () => {
  const connection = useConnection();
  const now = useNow();
  const { data } = useQuery(statusQuery);
  switch (connection.kind) {
    case 'connecting':
      return 'connecting';
    case 'lost':
      return `connection lost ${span(Math.max(0, now - connection.since))} ago, trying again`;
    case 'live':
      return data === undefined ? 'live' : `live, ${Math.round(data.lagMs)} ms behind the log`;
  }
};

/** Whether what the page shows is the present. */
export const ConnectionSign = () => {
  const { kind } = useConnection();
  return (
    <div className={`live ${kind}`}>
      <i className="dot" aria-hidden="true" />
      <span>
        <Words />
      </span>
    </div>
  );
};
