/** What the control plane asks of a Kafka cluster, embedded or not. Implementations throw MillraceError UNREACHABLE. */
export interface Cluster {
  topics(): Promise<readonly TopicSummary[]>;
  /** Offsets of each partition of each topic that exists; one that does not is absent. */
  offsets(topics: readonly string[]): Promise<ReadonlyMap<string, readonly PartitionOffsets[]>>;
  /** Events between those offsets, as well as is known now. */
  events(topic: string, partitions: readonly PartitionOffsets[]): number;
  /** Reads on to know better. Meant for topics that rest: what grows is counted when it has come to rest. */
  countEvents(topic: string, partitions: readonly PartitionOffsets[]): Promise<void>;
  /** Bytes on the leaders' disks by topic. Empty where the cluster does not tell. */
  sizes(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  configs(topics: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
  /** Sets settings of a topic; null gives one back to its default. INVALID_REQUEST with the cluster's reason when it refuses. */
  alterConfigs(topic: string, changes: Readonly<Record<string, string | null>>): Promise<void>;
  /** Greatest timestamp among the last records of the topic in ms since 1970, nothing when it holds none. */
  newestTimestamp(topic: string, partitions: readonly PartitionOffsets[]): Promise<number | undefined>;
  /** The newest committed records, newest first. */
  newestRecords(topic: string, limit: number): Promise<readonly StoredRecord[]>;
  /** Whether the group has committed an offset of the topic. */
  hasCommitted(group: string, topic: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface TopicSummary {
  readonly name: string;
  readonly partitions: number;
  readonly internal: boolean;
}

export interface PartitionOffsets {
  readonly partition: number;
  readonly earliest: number;
  /** Offset that the next record gets. */
  readonly latest: number;
}

export interface StoredRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly (readonly [key: string, value: Uint8Array | null])[];
}

const internalForms = [
  /^_/,
  /^connect-(?:configs|offsets|status)$/,
  /-(?:changelog|repartition)$/,
  /ksql_processing_log/,
];

/** Topics of a platform service, which are nobody's product: Kafka's, the registry's, Connect's, the stream processor's, ours. */
export const isInternalTopic = (name: string): boolean => internalForms.some((form) => form.test(name));
