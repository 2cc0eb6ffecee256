import { type Clock, type Logger, MillraceError } from '@millrace/base';
import type { FromWorker, Pull, QueryStart, QueryStats, WorkerSettings } from '../runtime/messages.ts';
import type { QueryKafka } from './ports.ts';
import { pullRows } from './pull-rows.ts';
import type { QueryTasks } from './query-tasks.ts';
import { runQuery } from './run-query.ts';
import type { SchemaCache } from '../registry/schema-cache.ts';

const firstBackoffMs = 250;
const lastBackoffMs = 30_000;
const statsMs = 500;

export interface HostServices {
  readonly kafka: QueryKafka;
  readonly schemas: SchemaCache;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: WorkerSettings;
  readonly post: (message: FromWorker) => void;
}

/** What one running query shows of itself. */
export interface Running {
  readonly start: QueryStart;
  readonly abort: AbortController;
  paused: boolean;
  /** Rows of a push query given and not yet taken. */
  untaken: number;
  emitted: number;
  errors: number;
  tasks: QueryTasks | undefined;
  done: Promise<void>;
}

/** Every query of this server, in one thread. A query that fails is started again after a while; the others go on. */
export class QueryHost {
  readonly #services: HostServices;
  readonly #queries = new Map<string, Running>();
  readonly #before = new Map<string, { at: number; processed: number }>();
  readonly #statsTimer: NodeJS.Timeout;

  constructor(services: HostServices) {
    this.#services = services;
    this.#statsTimer = setInterval(() => this.#reportStats(), statsMs);
  }

  start(start: QueryStart): void {
    const running: Running = {
      start,
      abort: new AbortController(),
      paused: false,
      untaken: 0,
      emitted: 0,
      errors: 0,
      tasks: undefined,
      done: Promise.resolve(),
    };
    const before = this.#queries.get(start.queryId);
    this.#queries.set(start.queryId, running);
    before?.abort.abort();
    running.done = (before?.done ?? Promise.resolve()).then(() => this.#keepRunning(running));
  }

  /** Answers from the state of a running query, as it is now. */
  pull(pull: Pull): void {
    const { queryId } = pull;
    const { post } = this.#services;
    try {
      const tasks = this.#queries.get(pull.plan.queryId)?.tasks;
      if (tasks === undefined) {
        throw new MillraceError('UNREACHABLE', `The query ${pull.plan.queryId} is not running now; ask again soon.`);
      }
      const rows = pullRows(this.#services, pull, tasks);
      if (rows.length > 0) post({ kind: 'rows', queryId, rows });
      post({ kind: 'finished', queryId, reason: 'end' });
    } catch (error) {
      post({ kind: 'state', queryId, state: 'ERROR', reason: reasonOf(error) });
    }
  }

  /** Stops a query after a last commit. */
  async stop(queryId: string): Promise<void> {
    const running = this.#queries.get(queryId);
    running?.abort.abort();
    await running?.done;
    this.#services.post({ kind: 'state', queryId, state: 'STOPPED' });
  }

  setPaused(queryId: string, paused: boolean): void {
    const running = this.#queries.get(queryId);
    if (running === undefined || running.paused === paused) return;
    running.paused = paused;
    this.#services.post({ kind: 'state', queryId, state: paused ? 'PAUSED' : 'RUNNING' });
  }

  taken(queryId: string, rows: number): void {
    const running = this.#queries.get(queryId);
    if (running !== undefined) running.untaken -= rows;
  }

  async close(): Promise<void> {
    clearInterval(this.#statsTimer);
    const all = [...this.#queries.values()];
    for (const running of all) running.abort.abort();
    await Promise.all(all.map((running) => running.done));
  }

  async #keepRunning(running: Running): Promise<void> {
    const { start, abort } = running;
    const { queryId, mode } = start;
    const { post, logger } = this.#services;
    let backoffMs = firstBackoffMs;
    while (!abort.signal.aborted) {
      post({ kind: 'state', queryId, state: 'STARTING' });
      const startedAt = this.#services.clock.now();
      try {
        const reason = await runQuery(this.#services, running);
        if (mode === 'push') post({ kind: 'finished', queryId, reason: reason === 'stopped' ? 'end' : reason });
        break;
      } catch (error) {
        logger.warn({ err: error, queryId }, 'a query failed');
        post({ kind: 'state', queryId, state: 'ERROR', reason: reasonOf(error) });
        if (mode === 'push') break;
        if (this.#services.clock.now() - startedAt > lastBackoffMs) backoffMs = firstBackoffMs;
        await waitOrAbort(backoffMs, abort.signal);
        backoffMs = Math.min(backoffMs * 2, lastBackoffMs);
      }
    }
    running.tasks = undefined;
    this.#before.delete(queryId);
    if (this.#queries.get(queryId) === running) this.#queries.delete(queryId);
  }

  #reportStats(): void {
    if (this.#queries.size === 0) return;
    const now = this.#services.clock.now();
    const queries = [...this.#queries.values()].map((running): QueryStats => {
      const { queryId } = running.start;
      const processed = running.tasks?.processed ?? 0;
      const before = this.#before.get(queryId) ?? { at: now, processed };
      this.#before.set(queryId, { at: now, processed });
      const seconds = (now - before.at) / 1000;
      return {
        queryId,
        processed,
        emitted: running.emitted,
        errors: running.errors,
        rowsPerSecond: seconds > 0 ? Math.max(0, (processed - before.processed) / seconds) : 0,
        lag: running.tasks?.lag ?? 0,
      };
    });
    this.#services.post({ kind: 'stats', queries });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof MillraceError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function waitOrAbort(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
