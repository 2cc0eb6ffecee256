export interface TopicFacts {
  readonly name: string;
  readonly internal: boolean;
  /** Replicas of each partition, in the order of the partitions. */
  readonly replicas: readonly number[];
}

/** What the statements themselves ask of Kafka; queries have their own port in the worker. */
export interface ServerKafka {
  topics(): Promise<readonly TopicFacts[]>;
  /** Undefined for a topic that is not there. */
  topic(name: string): Promise<TopicFacts | undefined>;
  createTopic(
    name: string,
    partitions: number,
    replicas: number,
    configs: Readonly<Record<string, string>>,
  ): Promise<void>;
  deleteTopics(names: readonly string[]): Promise<void>;
  deleteGroup(group: string): Promise<void>;
  /** Writes one record, and waits for it. `partition` is chosen by the key. */
  produce(topic: string, record: NewRecord): Promise<void>;
  offsets(topic: string, group: string): Promise<readonly PartitionOffsets[]>;
  close(): Promise<void>;
}

export interface NewRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestamp: number;
}

export interface PartitionOffsets {
  readonly partition: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** 0 when the group has committed none. */
  readonly consumerOffset: number;
}
