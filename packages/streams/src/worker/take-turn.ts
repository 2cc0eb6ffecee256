import type { Clock } from '@millrace/base';
import type { QueryTasks } from './query-tasks.ts';
import type { SchemaCache } from '../registry/schema-cache.ts';

/** How long one query may hold the thread before the others have their turn. */
const turnMs = 10;

/**
 * Processes what is ready, for about `turnMs`. Says whether something was left.
 *
 * `unstick`: see `QueryTasks.nextRun`. `stop` ends the turn early; `onProcess` is told before each run of records.
 */
export async function takeTurn(
  tasks: QueryTasks,
  services: { readonly schemas: SchemaCache; readonly clock: Clock },
  options: { readonly unstick: boolean; stop?(): boolean; onProcess?(): void },
): Promise<boolean> {
  const until = services.clock.now() + turnMs;
  for (let next = tasks.nextRun(options.unstick); next !== undefined; next = tasks.nextRun(options.unstick)) {
    const missing = next.of.task.missingSchemas(next.topic, next.records);
    if (missing.length > 0) await services.schemas.fetch(missing);
    options.onProcess?.();
    tasks.process(next.of, next.topic, next.records);
    if (options.stop?.() === true) return false;
    if (services.clock.now() >= until) return true;
  }
  return false;
}
