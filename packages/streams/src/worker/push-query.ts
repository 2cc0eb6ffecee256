import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@millrace/base';
import type { ResultRow, Topology } from '@millrace/sql';
import type { OffsetReset } from '../runtime/messages.ts';
import type { QueryKafka } from './ports.ts';
import { sourceTopics } from './prepare-topics.ts';
import { QueryTasks } from './query-tasks.ts';
import type { SchemaCache } from '../registry/schema-cache.ts';
import { startOffsets } from './start-offsets.ts';
import { takeTurn } from './take-turn.ts';

/** Rows go to the client in groups, so long at most after they were made. */
const flushMs = 50;
/** Rows that may be on their way to a client that reads slowly. */
const aheadRowsMax = 10_000;
const waitMs = 250;

export interface PushRun {
  readonly topology: Topology;
  readonly offsetReset: OffsetReset;
  readonly signal: AbortSignal;
  /** Ends where the sources end when the query starts. */
  readonly untilEnd: boolean;
  /** Rows given and not yet taken by the client. */
  untaken(): number;
  onRunning(tasks: QueryTasks): void;
  onRows(rows: readonly ResultRow[]): void;
}

/**
 * Runs a query for one client until `signal`, or until its limit is reached (then it returns `limit`). It writes no topic and
 * commits no offset; its state is in memory alone.
 */
export async function runPushQuery(
  services: { readonly kafka: QueryKafka; readonly schemas: SchemaCache; readonly clock: Clock },
  run: PushRun,
): Promise<'limit' | 'completed' | 'stopped'> {
  const { kafka, clock } = services;
  const { topology, signal } = run;
  const { limit } = topology.plan;
  if (limit === 0) return 'limit';
  const counts = await kafka.partitionCounts(sourceTopics(topology));
  const start = await startOffsets(kafka, topology, run.offsetReset, []);
  let rows: ResultRow[] = [];
  let given = 0;
  const isDone = (): boolean => limit !== null && given >= limit;
  const tasks = new QueryTasks(
    topology,
    Math.max(1, ...counts.values()),
    {
      emit: () => undefined,
      emitRow: (row) => {
        if (isDone()) return;
        given += 1;
        rows.push(row);
      },
    },
    start.awaited,
  );
  tasks.start(start.offsets, start.ends);
  const reader = kafka.read(start.offsets);
  try {
    run.onRunning(tasks);
    let flushAt = 0;
    let more = false;
    while (!signal.aborted && !isDone()) {
      if (run.untaken() > aheadRowsMax) {
        await new Promise((resolve) => setTimeout(resolve, flushMs));
        continue;
      }
      const fetched = await reader.poll(more ? 0 : waitMs);
      for (const each of fetched) tasks.offer(each);
      more = await takeTurn(tasks, services, { unstick: true, stop: isDone });
      if (clock.now() >= flushAt) {
        flushAt = clock.now() + flushMs;
        tasks.flush();
        // Nothing restores this state: what changed is forgotten.
        tasks.drainChangelog(() => undefined);
      }
      if (rows.length > 0) run.onRows(rows);
      rows = [];
      if (run.untilEnd && tasks.reached(start.ends)) return 'completed';
      if (more) await nextTurn();
    }
    return isDone() ? 'limit' : 'stopped';
  } finally {
    await reader.close();
  }
}
