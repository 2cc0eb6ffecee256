import { join } from 'node:path';
import type { Logger } from '@millrace/base';
import type { Journal } from '../storage/journal.ts';
import type { Files } from '../storage/files.ts';
import { PartitionLog } from '../storage/partition-log.ts';
import type { ClusterRecord, ClusterState, TopicState } from './cluster-state.ts';
import { effectiveBrokerConfigs } from './cluster-state.ts';
import type { Decision, NewTopic } from './decide-topics.ts';
import { decideAddPartitions, decideCreateTopic } from './decide-topics.ts';
import { brokerConfigValue } from '../config/parsed-configs.ts';

/** The topics and their logs: keeps folders in step with the cluster's state. */
export class Topics {
  readonly state: ClusterState;
  readonly #journal: Journal<ClusterRecord>;
  readonly #files: Files;
  readonly #directory: string;
  readonly #logger: Logger;
  readonly #flush: 'commit' | 'os';
  readonly #randomId: () => string;
  /** Whether topics may ask for their records to be checked. */
  readonly hasValidator: boolean;
  readonly #logs = new Map<string, PartitionLog[]>();

  constructor(options: {
    readonly state: ClusterState;
    readonly journal: Journal<ClusterRecord>;
    readonly files: Files;
    readonly directory: string;
    readonly logger: Logger;
    readonly flush: 'commit' | 'os';
    readonly randomId: () => string;
    readonly hasValidator: boolean;
  }) {
    this.state = options.state;
    this.#journal = options.journal;
    this.#files = options.files;
    this.#directory = options.directory;
    this.#logger = options.logger;
    this.#flush = options.flush;
    this.#randomId = options.randomId;
    this.hasValidator = options.hasValidator;
  }

  /** Opens the logs of all topics, and removes folders that a deletion or a failed creation left behind. */
  async open(): Promise<void> {
    this.#files.makeDirectory(this.#directory);
    for (const topic of this.state.topics.values()) this.#openLogs(topic.name, topic.partitions);
    const wanted = new Set<string>();
    for (const topic of this.state.topics.values()) {
      for (let partition = 0; partition < topic.partitions; partition++) wanted.add(folderOf(topic.name, partition));
    }
    for (const folder of this.#files.list(this.#directory)) {
      if (wanted.has(folder)) continue;
      this.#logger.warn({ folder }, 'removed the folder of a partition that no topic has');
      this.#files.remove(join(this.#directory, folder));
    }
    await Promise.all(Array.from(this.allLogs(), ({ log }) => log.settle()));
  }

  topic(name: string): TopicState | undefined {
    return this.state.topics.get(name);
  }

  /** By the name when there is one, else by the id: requests carry one or the other. */
  find(name: string | null, id: string): TopicState | undefined {
    return this.state.topics.get(name !== null && name !== '' ? name : (this.state.topicNames.get(id) ?? ''));
  }

  log(topic: string, partition: number): PartitionLog | undefined {
    return this.#logs.get(topic)?.[partition];
  }

  *allLogs(): Iterable<{ readonly topic: TopicState; readonly partition: number; readonly log: PartitionLog }> {
    for (const topic of this.state.topics.values()) {
      for (const [partition, log] of (this.#logs.get(topic.name) ?? []).entries()) yield { topic, partition, log };
    }
  }

  brokerConfig(name: string): string {
    return brokerConfigValue(name, effectiveBrokerConfigs(this.state));
  }

  newTopicId(): string {
    return this.#randomId();
  }

  decideCreate(topic: NewTopic): Decision<ClusterRecord> {
    return decideCreateTopic(this.state, topic, {
      partitions: Number(this.brokerConfig('num.partitions')),
      hasValidator: this.hasValidator,
    });
  }

  decideAddPartitions(name: string, partitions: number): Decision<ClusterRecord> {
    return decideAddPartitions(this.state, name, partitions);
  }

  /** Carries out decisions. Resolves when they are durable; they hold from the call on. */
  record(records: readonly ClusterRecord[]): Promise<void> {
    // Folders first: a topic that is on record has its logs. A folder without a topic is removed at the next start.
    for (const record of records) {
      if (record.kind === 'topic-created' || record.kind === 'partitions-added') {
        this.#openLogs(record.name, record.partitions, record.kind === 'topic-created');
      }
    }
    return this.#journal.record(records);
  }

  /** The topic is gone from the call on; its folders, when the promise resolves. */
  async delete(name: string): Promise<void> {
    const logs = this.#logs.get(name) ?? [];
    const recorded = this.#journal.record([{ kind: 'topic-deleted', name }]);
    this.#logs.delete(name);
    for (const log of logs) log.abandon();
    for (const partition of logs.keys()) this.#files.remove(join(this.#directory, folderOf(name, partition)));
    await recorded;
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.allLogs(), ({ log }) => log.close()));
  }

  #openLogs(name: string, partitions: number, isNew = false): void {
    const logs = isNew ? [] : (this.#logs.get(name) ?? []);
    for (let partition = logs.length; partition < partitions; partition++) {
      logs.push(
        PartitionLog.open({
          files: this.#files,
          directory: join(this.#directory, folderOf(name, partition)),
          logger: this.#logger,
          flush: this.#flush,
          settings: () => this.state.topics.get(name)?.settings ?? defaultLogSettings,
        }),
      );
    }
    this.#logs.set(name, logs);
  }
}

const defaultLogSettings = { segmentBytes: 0x4000_0000, segmentMs: Number.POSITIVE_INFINITY, isLogAppendTime: false };

export function folderOf(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}
