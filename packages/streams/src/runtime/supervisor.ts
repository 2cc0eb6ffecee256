import { Worker } from 'node:worker_threads';
import { type Logger, MillraceError } from '@millrace/base';
import type { PhysicalPlan, PullPlan } from '@millrace/sql';
import type { OpenQuery, ResultColumn } from '../queries/open-query.ts';
import { RowQueue } from '../queries/row-queue.ts';
import type { FromWorker, QueryStart, QueryStats, RunState, ToWorker, WorkerSettings } from './messages.ts';

/** A query as it runs here. */
export interface QueryView extends QueryStats {
  readonly kind: 'persistent' | 'push';
  readonly statement: string;
  readonly state: RunState;
  /** What an ERROR came from. */
  readonly reason?: string;
  /** When it came into this state, milliseconds since 1970. */
  readonly since: number;
  readonly sources: readonly string[];
  readonly sink: string | null;
  readonly sinkTopic: string | null;
}

interface Entry {
  readonly start: QueryStart;
  paused: boolean;
  state: RunState;
  reason: string | undefined;
  since: number;
  stats: QueryStats;
  readonly rows: RowQueue | undefined;
}

const restartMs = 1000;
const closeMs = 3000;
/** The source runs as it is; the bundle has the worker beside it under the name of its entry. */
const workerFile = import.meta.url.endsWith('.ts') ? '../worker/main.ts' : './streams-worker.mjs';
const newWorker = (settings: WorkerSettings): Worker =>
  new Worker(new URL(workerFile, import.meta.url), {
    workerData: settings,
    name: 'millrace-streams',
    // Records live for one turn: with room for that they are never copied by the collector.
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
  });

/**
 * Keeps the queries running in a thread of their own, which starts with the first query. Should the thread die, a new one
 * takes the persistent queries over from their last commits; push queries end with an error.
 */
export class Supervisor {
  readonly #settings: WorkerSettings;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  readonly #stopping = new Map<string, { readonly promise: Promise<void>; resolve(): void }>();
  readonly #pulls = new Map<string, RowQueue>();
  #worker: Worker | undefined;
  #closing = false;

  constructor(settings: WorkerSettings, logger: Logger) {
    this.#settings = settings;
    this.#logger = logger;
  }

  /** Starts a persistent query; one of the same id is stopped first. */
  start(plan: PhysicalPlan, properties: Readonly<Record<string, string>>, paused: boolean): void {
    const start = startOf(plan, properties, 'persistent');
    this.#entries.set(plan.queryId, newEntry(start, paused, undefined));
    this.#launch(plan.queryId);
  }

  /** Stops a query after its last commit, and forgets it. `stopped` tells when that is done. */
  stop(queryId: string): void {
    if (!this.#entries.delete(queryId) || this.#worker === undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopping.set(queryId, { promise, resolve });
    this.#post({ kind: 'stop', queryId });
  }

  /** Resolves when a query that was told to stop has ended. */
  async stopped(queryId: string): Promise<void> {
    await this.#stopping.get(queryId)?.promise;
  }

  setPaused(queryId: string, paused: boolean): void {
    const entry = this.#entries.get(queryId);
    if (entry === undefined) return;
    entry.paused = paused;
    this.#post({ kind: paused ? 'pause' : 'resume', queryId });
  }

  /** `untilEnd`: the query ends where its sources end now. */
  openPush(
    plan: PhysicalPlan,
    properties: Readonly<Record<string, string>>,
    columns: readonly ResultColumn[],
    untilEnd: boolean,
  ): OpenQuery {
    const { queryId } = plan;
    const rows = new RowQueue();
    this.#entries.set(queryId, newEntry({ ...startOf(plan, properties, 'push'), untilEnd }, false, rows));
    this.#launch(queryId);
    return this.#rowsOf(queryId, 'push', rows, columns);
  }

  /** Asks the table that a persistent query keeps. */
  openPull(
    queryId: string,
    plan: PullPlan,
    properties: Readonly<Record<string, string>>,
    columns: readonly ResultColumn[],
  ): OpenQuery {
    const rows = new RowQueue();
    this.#pulls.set(queryId, rows);
    if (this.#worker === undefined)
      rows.fail(new MillraceError('UNREACHABLE', 'The queries are starting; ask again soon.'));
    this.#post({ kind: 'pull', queryId, plan, properties });
    return this.#rowsOf(queryId, 'pull', rows, columns);
  }

  #rowsOf(queryId: string, kind: OpenQuery['kind'], rows: RowQueue, columns: readonly ResultColumn[]): OpenQuery {
    return {
      queryId,
      kind,
      columns,
      next: async () => {
        const step = await rows.next();
        if (step.kind === 'rows') this.#post({ kind: 'taken', queryId, rows: step.rows.length });
        return step;
      },
      close: () => {
        rows.finish('end');
        this.#pulls.delete(queryId);
        if (this.#entries.delete(queryId)) this.#post({ kind: 'stop', queryId });
      },
    };
  }

  /** Ends a push query; its client gets the rows that wait, then the end. */
  closePush(queryId: string): boolean {
    const entry = this.#entries.get(queryId);
    if (entry?.rows === undefined) return false;
    entry.rows.finish('end');
    this.#entries.delete(queryId);
    this.#post({ kind: 'stop', queryId });
    return true;
  }

  views(): readonly QueryView[] {
    return [...this.#entries.values()].map((entry) => viewOf(entry));
  }

  view(queryId: string): QueryView | undefined {
    const entry = this.#entries.get(queryId);
    return entry === undefined ? undefined : viewOf(entry);
  }

  /** Lets each query commit, then ends the thread. A thread that does not end in time is stopped: nothing is lost by it. */
  async close(): Promise<void> {
    this.#closing = true;
    const worker = this.#worker;
    for (const entry of this.#entries.values()) entry.rows?.finish('end');
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#post({ kind: 'close' });
    const timer = setTimeout(() => void worker.terminate(), closeMs);
    await ended;
    clearTimeout(timer);
  }

  #launch(queryId: string): void {
    if (this.#closing) return;
    const entry = this.#entries.get(queryId);
    if (entry === undefined) return;
    this.#worker ??= this.#startWorker();
    this.#post(entry.start);
    if (entry.paused) this.#post({ kind: 'pause', queryId });
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #startWorker(): Worker {
    const worker = newWorker(this.#settings);
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => this.#logger.error({ err: error }, 'the thread of the queries failed'));
    worker.on('exit', (code) => this.#lost(worker, code));
    return worker;
  }

  #lost(worker: Worker, code: number): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const stopping of this.#stopping.values()) stopping.resolve();
    this.#stopping.clear();
    for (const rows of this.#pulls.values())
      rows.fail(new MillraceError('INTERNAL', 'The thread of the queries ended.'));
    if (this.#closing) return;
    const reason = `The thread of the queries ended with status ${code}; it is started again.`;
    for (const [queryId, entry] of this.#entries) {
      setState(entry, 'ERROR', reason);
      if (entry.rows === undefined) continue;
      entry.rows.fail(new MillraceError('INTERNAL', reason));
      this.#entries.delete(queryId);
    }
    setTimeout(() => {
      for (const queryId of this.#entries.keys()) this.#launch(queryId);
    }, restartMs).unref();
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'state':
        return this.#stateOf(message);
      case 'rows':
        return this.#rowsTo(message.queryId)?.offer(message.rows);
      case 'finished':
        this.#rowsTo(message.queryId)?.finish(message.reason);
        this.#entries.delete(message.queryId);
        return undefined;
      case 'stats':
        for (const stats of message.queries) {
          const entry = this.#entries.get(stats.queryId);
          if (entry !== undefined) entry.stats = stats;
        }
        return undefined;
      case 'log':
        return this.#logger[message.level](message.details, message.message);
    }
  }

  #rowsTo(queryId: string): RowQueue | undefined {
    return this.#pulls.get(queryId) ?? this.#entries.get(queryId)?.rows;
  }

  #stateOf(message: Extract<FromWorker, { kind: 'state' }>): void {
    const { queryId, state, reason } = message;
    if (state === 'STOPPED') {
      this.#stopping.get(queryId)?.resolve();
      this.#stopping.delete(queryId);
      return;
    }
    if (state === 'ERROR') {
      this.#pulls.get(queryId)?.fail(new MillraceError('INVALID_REQUEST', reason ?? 'The query failed.'));
    }
    const entry = this.#entries.get(queryId);
    if (entry === undefined) return;
    setState(entry, state, reason);
    if (state === 'ERROR' && entry.rows !== undefined) {
      entry.rows.fail(new MillraceError('INTERNAL', reason ?? 'The query failed.'));
      this.#entries.delete(queryId);
    }
  }
}

function startOf(
  plan: PhysicalPlan,
  properties: Readonly<Record<string, string>>,
  mode: QueryStart['mode'],
): QueryStart {
  const reset = properties['auto.offset.reset'] ?? properties['ksql.streams.auto.offset.reset'];
  return {
    kind: 'start',
    queryId: plan.queryId,
    plan,
    mode,
    offsetReset: reset === 'earliest' ? 'earliest' : 'latest',
    untilEnd: false,
    properties,
  };
}

function newEntry(start: QueryStart, paused: boolean, rows: RowQueue | undefined): Entry {
  const { queryId } = start;
  const stats = { queryId, processed: 0, emitted: 0, errors: 0, rowsPerSecond: 0, lag: 0 };
  return { start, paused, state: 'STARTING', reason: undefined, since: Date.now(), stats, rows };
}

function setState(entry: Entry, state: RunState, reason: string | undefined): void {
  entry.state = state;
  entry.reason = reason;
  entry.since = Date.now();
}

function viewOf(entry: Entry): QueryView {
  const { plan, mode } = entry.start;
  return {
    ...entry.stats,
    kind: mode,
    statement: plan.statement,
    state: entry.state,
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
    since: entry.since,
    sources: plan.sources,
    sink: plan.sink?.name ?? null,
    sinkTopic: plan.sink?.topic ?? null,
  };
}
