import type { PersistentQuery } from './server-state.ts';

/** What must be done so that the queries that run become those that should. */
export type RuntimeAction =
  | { readonly kind: 'start'; readonly query: PersistentQuery }
  | { readonly kind: 'stop'; readonly queryId: string }
  | { readonly kind: 'pause' | 'resume'; readonly queryId: string };

export function runtimeActions(
  before: ReadonlyMap<string, PersistentQuery>,
  after: ReadonlyMap<string, PersistentQuery>,
): readonly RuntimeAction[] {
  const actions: RuntimeAction[] = [];
  for (const queryId of before.keys()) {
    if (!after.has(queryId)) actions.push({ kind: 'stop', queryId });
  }
  for (const [queryId, query] of after) {
    const running = before.get(queryId);
    if (running === undefined || running.plan !== query.plan) actions.push({ kind: 'start', query });
    else if (running.paused !== query.paused) actions.push({ kind: query.paused ? 'pause' : 'resume', queryId });
  }
  return actions;
}
