import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@millrace/base';
import type { Topology } from '@millrace/sql';
import type { OffsetReset } from '../runtime/messages.ts';
import { type CommitParts, Commits, type ProcessingLog } from './commits.ts';
import { OutputBuffer } from './output-buffer.ts';
import { partitionOf } from './partitioner.ts';
import type { QueryKafka, SourceReader, TopicPartition } from './ports.ts';
import { prepareTopics, sourceTopics } from './prepare-topics.ts';
import { QueryTasks } from './query-tasks.ts';
import { restoreStores } from './restore.ts';
import type { SchemaCache } from '../registry/schema-cache.ts';
import { startOffsets } from './start-offsets.ts';
import { takeTurn } from './take-turn.ts';

/** Output that makes a commit due before its time: bounds memory and the work lost by a crash. */
const commitBytes = 8 * 1024 * 1024;
const pausedWaitMs = 250;

export interface QueryServices {
  readonly kafka: QueryKafka;
  readonly schemas: SchemaCache;
  readonly clock: Clock;
}

export interface QueryRun {
  readonly topology: Topology;
  readonly offsetReset: OffsetReset;
  readonly commitIntervalMs: number;
  readonly signal: AbortSignal;
  isPaused(): boolean;
  /** Where rows that failed are written, within the same transaction as the results of the others. */
  readonly log: ProcessingLog;
  /** Called once, when the stores are restored and reading begins. */
  onRunning(tasks: QueryTasks): void;
}

export interface QueryCounts {
  emitted: number;
}

/**
 * Runs one query until `signal` says stop (then it commits what it has), or until it fails. Results are exactly once: a
 * transaction holds the outputs, the stores' changes and the offsets of the sources; what was not committed when the process
 * died is processed again from the state of the last commit.
 */
export async function runPersistentQuery(services: QueryServices, run: QueryRun, counts: QueryCounts): Promise<void> {
  const { kafka, schemas } = services;
  const { topology, signal } = run;
  const application = topology.plan.applicationId;
  const partitions = await prepareTopics(kafka, topology, run.log.topic);
  await schemas.register(topology.subjects);
  const writer = await kafka.openTransactions(application, application);
  try {
    const before = await kafka.committedOffsets(application, sourceTopics(topology));
    const start = await startOffsets(kafka, topology, run.offsetReset, before);
    const output = new OutputBuffer();
    const sinkPartitions = await kafka.partitionCounts(topology.plan.sink === null ? [] : [topology.plan.sink.topic]);
    const partitioner = partitionOf(sinkPartitions);
    const tasks = new QueryTasks(
      topology,
      partitions,
      {
        emit: (topic, partition, key, value, timestamp, headers) => {
          counts.emitted += 1;
          output.append(topic, partition ?? partitioner(topic, key), key, value, timestamp, headers);
        },
        emitRow: () => undefined,
      },
      start.awaited,
    );
    tasks.start(start.offsets, start.ends);
    await restoreStores(kafka, topology, tasks, start.committed, signal);
    const reader = kafka.read(start.offsets);
    try {
      run.onRunning(tasks);
      await loop(services, run, { tasks, reader, writer, output, log: run.log });
    } finally {
      await reader.close();
    }
  } finally {
    await writer.close();
  }
}

interface LoopParts extends CommitParts {
  readonly reader: SourceReader;
}

async function loop(services: QueryServices, run: QueryRun, parts: LoopParts): Promise<void> {
  const { tasks, reader, output } = parts;
  const { clock } = services;
  const commits = new Commits(parts);
  const paused = new Set<string>();
  let more = false;
  try {
    while (!run.signal.aborted) {
      commits.check();
      if (run.isPaused()) {
        await commits.commit();
        await new Promise((resolve) => setTimeout(resolve, pausedWaitMs));
        continue;
      }
      const fetched = await reader.poll(more ? 0 : commits.dueInMs(run.commitIntervalMs, clock.now()));
      for (const each of fetched) tasks.offer(each);
      more = await takeTurn(tasks, services, {
        unstick: fetched.length === 0 && !more,
        onProcess: () => {
          commits.dirtySince ??= clock.now();
        },
      });
      throttle(tasks, reader, fetched, paused);
      if (output.bytes >= commitBytes || commits.isDue(run.commitIntervalMs, clock.now())) await commits.begin();
      if (more) await nextTurn();
    }
    await commits.commit();
  } finally {
    await commits.settled();
  }
}

/** Stops fetching partitions whose records wait, and goes on with those that were worked off. */
function throttle(
  tasks: QueryTasks,
  reader: SourceReader,
  fetched: readonly TopicPartition[],
  paused: Set<string>,
): void {
  for (const at of fetched) {
    if (!tasks.isFull(at)) continue;
    reader.setPaused(at, true);
    paused.add(JSON.stringify([at.topic, at.partition]));
  }
  for (const name of paused) {
    const [topic, partition] = JSON.parse(name) as [string, number];
    if (tasks.isFull({ topic, partition })) continue;
    reader.setPaused({ topic, partition }, false);
    paused.delete(name);
  }
}
