import type { Topology } from '@millrace/sql';
import type { FetchedRecords, QueryKafka, TopicOffset, TopicPartition } from './ports.ts';
import type { QueryTasks, RunningTask } from './query-tasks.ts';

const pollMs = 500;

/**
 * Rebuilds the state stores: from their changelogs whole, or, for tables that need none of their own, from the source
 * topic as far as it had been processed (`processed`).
 */
export async function restoreStores(
  kafka: QueryKafka,
  topology: Topology,
  tasks: QueryTasks,
  processed: readonly TopicOffset[],
  signal: AbortSignal,
): Promise<void> {
  const stores = topology.subtopologies.flatMap((each) => each.stores);
  const changelogs = [...new Set(stores.filter((store) => !store.changelogIsSource).map((s) => s.changelogTopic))];
  const counts = await kafka.partitionCounts(changelogs);
  const changelogPartitions = [...counts].flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, partition) => ({ topic, partition })),
  );
  const ownSource = new Set(stores.filter((store) => store.changelogIsSource).map((store) => store.changelogTopic));
  const goals = [
    ...(await kafka.edgeOffsets('latest', changelogPartitions)),
    ...processed.filter((each) => ownSource.has(each.topic)),
  ];
  const starts = await kafka.edgeOffsets('earliest', goals);
  const pending = new Map<string, number>();
  for (const goal of goals) {
    const start = starts.find((each) => isSame(each, goal));
    if (start !== undefined && start.offset < goal.offset) pending.set(nameOf(goal), goal.offset);
  }
  if (pending.size === 0) return;
  await replay(
    kafka,
    starts.filter((start) => pending.has(nameOf(start))),
    pending,
    tasks,
    signal,
  );
}

async function replay(
  kafka: QueryKafka,
  from: readonly TopicOffset[],
  goals: Map<string, number>,
  tasks: QueryTasks,
  signal: AbortSignal,
): Promise<void> {
  const reader = kafka.read(from);
  try {
    while (goals.size > 0 && !signal.aborted) {
      for (const fetched of await reader.poll(pollMs)) {
        const goal = goals.get(nameOf(fetched));
        if (goal === undefined) continue;
        for (const each of tasks.tasks) {
          if (keepsStore(each, fetched)) restoreTask(each, fetched, goal);
        }
        if (fetched.nextOffset >= goal) {
          goals.delete(nameOf(fetched));
          reader.setPaused(fetched, true);
        }
      }
    }
  } finally {
    await reader.close();
  }
}

function restoreTask(each: RunningTask, fetched: FetchedRecords, goal: number): void {
  const chunks = fetched.chunks();
  for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
    const last = next.value[next.value.length - 1];
    const isBelow = last !== undefined && last.offset < goal;
    const records = isBelow ? next.value : next.value.filter((record) => record.offset < goal);
    each.task.restore(fetched.topic, records);
  }
}

function keepsStore(each: RunningTask, at: TopicPartition): boolean {
  return each.partition === at.partition && each.subtopology.stores.some((store) => store.changelogTopic === at.topic);
}

function isSame(a: TopicPartition, b: TopicPartition): boolean {
  return a.topic === b.topic && a.partition === b.partition;
}

function nameOf(at: TopicPartition): string {
  return `${at.topic}-${at.partition}`;
}
