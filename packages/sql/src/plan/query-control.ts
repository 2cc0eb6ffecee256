import { nearest } from '../syntax/nearest.ts';
import type { QueryControl } from '../syntax/ast.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { changed, type EngineState, type Execution } from './engine-types.ts';

/** TERMINATE, PAUSE, RESUME of one persistent query or of all. */
export function controlQueries(state: EngineState, { kind, queryId, at }: QueryControl): Execution {
  if (queryId !== null && !state.queries.has(queryId)) {
    const near = nearest(queryId, state.queries.keys());
    throw sqlError('plan', `Unknown queryId: ${queryId}${near === null ? '' : `\nDid you mean ${near}?`}`, at);
  }
  const ids = queryId === null ? [...state.queries.keys()] : [queryId];
  switch (kind) {
    case 'terminate':
      return changed({ terminated: ids, message: 'Query terminated.' });
    case 'pause':
      return changed({ paused: ids, message: 'Query paused.' });
    case 'resume':
      return changed({ resumed: ids, message: 'Query resumed.' });
  }
}
