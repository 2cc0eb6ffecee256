import type { RegistryPlace } from '@millrace/registry-client';
import type { PhysicalPlan, PullPlan } from '@millrace/sql';

/** What the worker thread is started with. */
export interface WorkerSettings {
  readonly bootstrap: string;
  readonly registry: RegistryPlace;
  readonly serviceId: string;
  /** Longest time that processed records wait for their commit. */
  readonly commitIntervalMs: number;
}

export type OffsetReset = 'earliest' | 'latest';

export interface QueryStart {
  readonly kind: 'start';
  readonly queryId: string;
  readonly plan: PhysicalPlan;
  /** Persistent queries write topics exactly once; push queries hand rows to a client and leave nothing behind. */
  readonly mode: 'persistent' | 'push';
  /** Where a source without a committed offset is read from. */
  readonly offsetReset: OffsetReset;
  /** Of a push query: ends where its sources end at the start. */
  readonly untilEnd: boolean;
  /** Properties of the session that the statement was given in. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A question to the table that a persistent query keeps. Answered with `rows` and `finished`, or ERROR, under its own id. */
export interface Pull {
  readonly kind: 'pull';
  readonly queryId: string;
  readonly plan: PullPlan;
  readonly properties: Readonly<Record<string, string>>;
}

/** A JSON array as text: the columns of one row. A tombstone tells that the row of its key is gone: only key columns are not null. */
export type RowText = string | { readonly tombstone: string };

/** `completed`: a query of a stream has come to where the stream ended; `end`: all is told, or somebody stopped it. */
export type FinishReason = 'limit' | 'completed' | 'end';

/** From the server's thread to the worker. */
export type ToWorker =
  | QueryStart
  | Pull
  | { readonly kind: 'stop'; readonly queryId: string }
  | { readonly kind: 'pause'; readonly queryId: string }
  | { readonly kind: 'resume'; readonly queryId: string }
  /** The client of a push query has taken this many rows; the worker runs only so far ahead. */
  | { readonly kind: 'taken'; readonly queryId: string; readonly rows: number }
  | { readonly kind: 'close' };

export type RunState = 'STARTING' | 'RUNNING' | 'PAUSED' | 'ERROR' | 'STOPPED';

/** Counts since the query's start on this server; rates over the time between two reports. */
export interface QueryStats {
  readonly queryId: string;
  readonly processed: number;
  readonly emitted: number;
  /** Records that could not be read or whose expressions failed, reported to the processing log. */
  readonly errors: number;
  readonly rowsPerSecond: number;
  /** Records that wait in the sources, all partitions together. */
  readonly lag: number;
}

/** From the worker to the server's thread. */
export type FromWorker =
  /** STOPPED ends a persistent query; the end of a push query is `finished`, or ERROR. */
  | { readonly kind: 'state'; readonly queryId: string; readonly state: RunState; readonly reason?: string }
  | { readonly kind: 'rows'; readonly queryId: string; readonly rows: readonly RowText[] }
  | { readonly kind: 'finished'; readonly queryId: string; readonly reason: FinishReason }
  | { readonly kind: 'stats'; readonly queries: readonly QueryStats[] }
  | {
      readonly kind: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly details: Readonly<Record<string, unknown>>;
      readonly message: string;
    };
