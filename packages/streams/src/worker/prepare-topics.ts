import type { PhysicalPlan, Subtopology, Topology } from '@millrace/sql';
import type { TopicSpec } from '../kafka/topics.ts';
import type { QueryKafka } from './ports.ts';

/** Sources of a query that are topics of their own, each named once. */
export function sourceTopics(topology: Topology): readonly string[] {
  const topics = topology.subtopologies.flatMap((each) => each.sources.filter((source) => !source.repartition));
  return [...new Set(topics.map((source) => source.topic))];
}

/**
 * Creates the sink, the changelogs and the processing log, and says how many partitions the query's tasks have: as many as its widest source.
 * Nothing is ever deleted by age: event times may be long past, and windows end by the stream's own time.
 */
export async function prepareTopics(kafka: QueryKafka, topology: Topology, logTopic: string): Promise<number> {
  const counts = await kafka.partitionCounts(sourceTopics(topology));
  const partitions = Math.max(1, ...counts.values());
  const specs = topology.subtopologies.flatMap((each) => changelogs(each, partitions));
  const sink = sinkSpec(topology.plan);
  await kafka.ensureTopics([
    ...(sink === undefined ? [] : [sink]),
    ...specs,
    { name: logTopic, partitions: 1, replicationFactor: 1, configs: {} },
  ]);
  return partitions;
}

function changelogs(subtopology: Subtopology, partitions: number): readonly TopicSpec[] {
  return subtopology.stores
    .filter((store) => !store.changelogIsSource)
    .map((store) => ({
      name: store.changelogTopic,
      partitions,
      replicationFactor: 1,
      configs: { 'cleanup.policy': 'compact', 'retention.ms': '-1' },
    }));
}

function sinkSpec(plan: PhysicalPlan): TopicSpec | undefined {
  const { sink } = plan;
  if (sink === null) return undefined;
  const compacted = sink.relation === 'table' && plan.root.window === null;
  return {
    name: sink.topic,
    partitions: sink.partitions,
    replicationFactor: sink.replicas,
    configs: { 'cleanup.policy': compacted ? 'compact' : 'delete', 'retention.ms': '-1' },
  };
}
