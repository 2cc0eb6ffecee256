import type { Clock, Logger } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { ClusterMetadata, KafkaClient, TopicMetadata } from '@millrace/kafka-client';
import { KafkaError } from '@millrace/kafka-client';
import { describeConfigsApi, describeLogDirsApi, listOffsetsApi } from '@millrace/kafka-wire';
import type { Cluster, PartitionOffsets, StoredRecord, TopicSummary } from './cluster.ts';
import { isInternalTopic } from './cluster.ts';
import { EventCounter } from './event-counter.ts';
import { readNewest, readNewestTimestamp } from './read-newest.ts';

const topicsAgeMsMax = 1_000;
const topicResource = 2;
const [latestSpec, earliestSpec] = [-1, -2] as const;
const readCommitted = 1;

/** The settings of a topic that policies and pages look at. */
const configKeys = [
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'min.insync.replicas',
  'compression.type',
  'max.message.bytes',
  'segment.ms',
  'min.compaction.lag.ms',
  'message.timestamp.type',
  'confluent.value.schema.validation',
  'millrace.value.schema.validation',
];

/** A Kafka cluster through the open protocol; nothing here is special to the embedded broker. */
export class KafkaCluster implements Cluster {
  readonly #client: KafkaClient;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #counter: EventCounter;
  #metadata: { readonly at: number; readonly value: Promise<ClusterMetadata> } | undefined;

  constructor(client: KafkaClient, clock: Clock, logger: Logger) {
    this.#client = client;
    this.#counter = new EventCounter(client);
    this.#clock = clock;
    this.#logger = logger;
  }

  async topics(): Promise<readonly TopicSummary[]> {
    return (await this.#known()).topics
      .filter(({ error }) => error === 'NONE')
      .map(({ name, partitions, internal }) => ({
        name,
        partitions: partitions.length,
        internal: internal || isInternalTopic(name),
      }));
  }

  async offsets(topics: readonly string[]): Promise<ReadonlyMap<string, readonly PartitionOffsets[]>> {
    const known = await this.#describe(topics);
    const [earliest, latest] = await Promise.all([
      this.#listOffsets(known, earliestSpec),
      this.#listOffsets(known, latestSpec),
    ]);
    const offsets = new Map<string, PartitionOffsets[]>();
    for (const { name } of known) offsets.set(name, []);
    for (const [key, { topic, partition, offset }] of latest) {
      const first = earliest.get(key)?.offset;
      if (first !== undefined && first >= 0 && offset >= 0)
        offsets.get(topic)?.push({ partition, earliest: first, latest: offset });
    }
    return offsets;
  }

  events(topic: string, partitions: readonly PartitionOffsets[]): number {
    return this.#counter.events(topic, partitions);
  }

  async countEvents(topic: string, partitions: readonly PartitionOffsets[]): Promise<void> {
    await this.#counter.countOn(topic, partitions);
  }

  async sizes(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const known = await this.#describe(topics);
    const sizes = new Map<string, number>();
    await Promise.all(
      [...byLeader(known)].map(async ([node, led]) => {
        const asked = led.map(({ topic, partitions }) => ({ topic, partitions: [...partitions] }));
        const { results } = await this.#client.request({ node }, describeLogDirsApi, { topics: asked });
        for (const { name, partitions } of results.flatMap((result) => result.topics)) {
          const size = partitions.reduce((sum, { partitionSize }) => sum + partitionSize, 0);
          sizes.set(name, (sizes.get(name) ?? 0) + size);
        }
      }),
    ).catch((error: unknown) => this.#logger.debug({ error }, 'The cluster does not tell sizes'));
    return sizes;
  }

  async configs(topics: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    const existing = await this.#describe(topics);
    if (existing.length === 0) return new Map();
    const { results } = await this.#client.request('any', describeConfigsApi, {
      resources: existing.map(({ name }) => ({
        resourceType: topicResource,
        resourceName: name,
        configurationKeys: configKeys,
      })),
    });
    return new Map(
      results
        .filter(({ errorCode }) => errorCode === 0)
        .map(({ resourceName, configs }) => [
          resourceName,
          Object.fromEntries(configs.map(({ name, value }) => [name, value ?? ''])),
        ]),
    );
  }

  async alterConfigs(topic: string, changes: Readonly<Record<string, string | null>>): Promise<void> {
    try {
      await this.#client.alterConfigs({ type: 'topic', name: topic }, changes);
    } catch (cause) {
      if (!(cause instanceof KafkaError) || cause.retriable) throw cause;
      throw new MillraceError('INVALID_REQUEST', `The cluster refuses: ${cause.message}.`, { cause });
    }
  }

  /**
   * Asking the broker for the greatest timestamp (KIP-734) would be one request, but it counts transaction markers, whose
   * time is the moment of the commit and not of an event.
   */
  async newestTimestamp(topic: string, partitions: readonly PartitionOffsets[]): Promise<number | undefined> {
    const filled = partitions.filter(({ earliest, latest }) => latest > earliest);
    const newest = await Promise.all(filled.map((partition) => readNewestTimestamp(this.#client, topic, partition)));
    return newest.reduce((most, each) => (most === undefined || (each ?? 0) > most ? each : most), undefined);
  }

  async newestRecords(topic: string, limit: number): Promise<readonly StoredRecord[]> {
    const offsets = (await this.offsets([topic])).get(topic) ?? [];
    const read = await Promise.all(offsets.map((partition) => readNewest(this.#client, topic, partition, limit)));
    return read
      .flat()
      .sort((left, right) => right.timestamp - left.timestamp || right.offset - left.offset)
      .slice(0, limit);
  }

  async hasCommitted(group: string, topic: string): Promise<boolean> {
    return (await this.#client.fetchOffsets(group, [topic])).length > 0;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** All topics, as seen at most a second ago. */
  #known(): Promise<ClusterMetadata> {
    const now = this.#clock.now();
    if (this.#metadata === undefined || now - this.#metadata.at > topicsAgeMsMax) {
      const value = this.#client.metadata();
      value.catch(() => {
        if (this.#metadata?.value === value) this.#metadata = undefined;
      });
      this.#metadata = { at: now, value };
    }
    return this.#metadata.value;
  }

  /** A topic that was not there a moment ago may be there now: it is asked for anew before it is called missing. */
  async #describe(names: readonly string[]): Promise<readonly TopicMetadata[]> {
    const wanted = new Set(names);
    const describe = async (): Promise<readonly TopicMetadata[]> =>
      (await this.#known()).topics.filter(({ name, error }) => error === 'NONE' && wanted.has(name));
    const found = await describe();
    if (found.length === wanted.size) return found;
    this.#metadata = undefined;
    return describe();
  }

  /** Answers by `topic/partition`. A partition that cannot answer now is left out. */
  async #listOffsets(topics: readonly TopicMetadata[], timestamp: number): Promise<ReadonlyMap<string, OffsetAnswer>> {
    const found = new Map<string, OffsetAnswer>();
    await Promise.all(
      [...byLeader(topics)].map(async ([node, led]) => {
        const { topics: answers } = await this.#client.request({ node }, listOffsetsApi, {
          isolationLevel: readCommitted,
          topics: led.map(({ topic, partitions }) => ({
            name: topic,
            partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp })),
          })),
        });
        for (const { name, partitions } of answers)
          for (const { partitionIndex, errorCode, offset } of partitions) {
            if (errorCode === 0)
              found.set(`${name}/${partitionIndex}`, { topic: name, partition: partitionIndex, offset });
            else this.#metadata = undefined;
          }
      }),
    );
    return found;
  }
}

interface OffsetAnswer {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

interface Led {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** The partitions that each node leads; one without a leader is left out. */
function byLeader(topics: readonly TopicMetadata[]): ReadonlyMap<number, readonly Led[]> {
  const nodes = new Map<number, Led[]>();
  for (const { name, partitions } of topics)
    for (const [node, led] of Map.groupBy(partitions, ({ leader }) => leader)) {
      if (node < 0) continue;
      const known = nodes.get(node) ?? [];
      known.push({ topic: name, partitions: led.map(({ partition }) => partition) });
      nodes.set(node, known);
    }
  return nodes;
}
