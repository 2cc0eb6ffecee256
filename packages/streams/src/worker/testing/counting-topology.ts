import type { InputRecord, PhysicalPlan, Task, TaskContext, Topology } from '@millrace/sql';

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? new Uint8Array()).toString();

/**
 * Counts records by their value, through a repartition topic and a store with a changelog: two subtopologies, as GROUP BY
 * makes them. Each change of a count goes to `counts` at the commit.
 */
export function countingTopology(): Topology {
  const plan = {
    applicationId: 'app',
    queryId: 'CTAS_COUNTS_1',
    sink: { topic: 'counts', partitions: 2, replicas: 1, relation: 'table' },
    root: { window: null },
    limit: null,
  } as unknown as PhysicalPlan;
  const store = { name: 'Count', changelogTopic: 'counts-changelog', changelogIsSource: false };
  return {
    plan,
    repartitionTopics: ['by-value'],
    subjects: [],
    subtopologies: [
      {
        index: 0,
        sources: [{ topic: 'words', repartition: false, relation: 'stream' }],
        stores: [],
        sinks: ['by-value'],
      },
      {
        index: 1,
        sources: [{ topic: 'by-value', repartition: true, relation: 'stream' }],
        stores: [store as Topology['subtopologies'][number]['stores'][number]],
        sinks: ['counts'],
      },
    ],
    createTask: (subtopology, _, context) => (subtopology === 0 ? rekeyTask(context) : countTask(context)),
  };
}

const idle = {
  missingSchemas: () => [],
  flush: () => undefined,
  drainChangelog: () => undefined,
  restore: () => undefined,
  result: null,
};

function rekeyTask(context: TaskContext): Task {
  return {
    ...idle,
    process: (_, records) => {
      for (const { value, timestamp } of records) context.emit('by-value', undefined, value, value, timestamp);
    },
  };
}

function countTask(context: TaskContext): Task {
  const counts = new Map<string, number>();
  const changed = new Map<string, number>();
  let unwritten = new Map<string, number>();
  return {
    ...idle,
    process: (_, records) => {
      for (const { key, timestamp } of records) {
        counts.set(text(key), (counts.get(text(key)) ?? 0) + 1);
        changed.set(text(key), timestamp);
      }
    },
    flush: () => {
      for (const [key, timestamp] of changed) {
        unwritten.set(key, timestamp);
        context.emit('counts', undefined, Buffer.from(key), Buffer.from(String(counts.get(key))), timestamp);
      }
      changed.clear();
    },
    drainChangelog: (write) => {
      for (const [key, timestamp] of unwritten) {
        write('counts-changelog', Buffer.from(key), Buffer.from(String(counts.get(key))), timestamp);
      }
      unwritten = new Map();
    },
    restore: (_: string, records: readonly InputRecord[]) => {
      for (const { key, value } of records) counts.set(text(key), Number(text(value)));
    },
  };
}
