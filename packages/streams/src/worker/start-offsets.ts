import type { Topology } from '@millrace/sql';
import type { OffsetReset } from '../runtime/messages.ts';
import type { QueryKafka, TopicOffset, TopicPartition } from './ports.ts';
import { sourceTopics } from './prepare-topics.ts';

export interface StartOffsets {
  readonly offsets: readonly TopicOffset[];
  readonly ends: readonly TopicOffset[];
  readonly committed: readonly TopicOffset[];
  /** Tables without a committed offset are read to their end first. */
  readonly awaited: (at: TopicPartition) => boolean;
}

/** Where a query begins in each source partition: at its committed offset, a table else at the first, a stream as `reset` says. */
export async function startOffsets(
  kafka: QueryKafka,
  topology: Topology,
  reset: OffsetReset,
  committed: readonly TopicOffset[],
): Promise<StartOffsets> {
  const counts = await kafka.partitionCounts(sourceTopics(topology));
  const tables = new Set(
    topology.subtopologies.flatMap((each) => each.sources.filter((s) => s.relation === 'table').map((s) => s.topic)),
  );
  const partitions = [...counts].flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, partition) => ({ topic, partition })),
  );
  const known = new Map(committed.map((each) => [`${each.topic}-${each.partition}`, each]));
  const isKnown = (at: TopicPartition): boolean => known.has(`${at.topic}-${at.partition}`);
  const fresh = partitions.filter((at) => !isKnown(at));
  const fromStart = fresh.filter((at) => reset === 'earliest' || tables.has(at.topic));
  const fromEnd = fresh.filter((at) => reset === 'latest' && !tables.has(at.topic));
  const [ends, earliest, latest] = await Promise.all([
    kafka.edgeOffsets('latest', partitions),
    kafka.edgeOffsets('earliest', fromStart),
    kafka.edgeOffsets('latest', fromEnd),
  ]);
  const kept = committed.filter((each) => (counts.get(each.topic) ?? 0) > each.partition);
  return {
    offsets: [...kept, ...earliest, ...latest],
    ends,
    committed: kept,
    awaited: (at) => tables.has(at.topic) && !isKnown(at),
  };
}
