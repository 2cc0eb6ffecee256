import { Buffer } from 'node:buffer';
import { partitionOf } from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import type { ProducerRecord } from './options.ts';
import type { QueueOptions } from './partition-queue.ts';
import { PartitionQueue } from './partition-queue.ts';

interface Topic {
  readonly name: string;
  /** Empty until the topic's partitions are known. */
  queues: PartitionQueue[];
  /** Records that came before. */
  early: ProducerRecord[];
  /** Why they never became known. */
  failure: Error | null;
  /** Where records without a key go, until the batch is full. */
  sticky: number;
}

export interface TopicQueuesEvents {
  /** A record was put into a queue, where it took so many bytes. */
  readonly appended: (queue: PartitionQueue, bytes: number) => void;
  /** Records for a topic that is not there are lost. */
  readonly lost: (error: Error) => void;
}

/** The queues of all partitions that a producer writes to. Records wait here while their topic is looked up. */
export class TopicQueues {
  private readonly client: KafkaClient;
  private readonly options: QueueOptions;
  private readonly events: TopicQueuesEvents;
  private readonly topics = new Map<string, Topic>();
  private readonly loading = new Set<Promise<void>>();
  private earlyBytes = 0;

  constructor(client: KafkaClient, options: QueueOptions, events: TopicQueuesEvents) {
    this.client = client;
    this.options = options;
    this.events = events;
  }

  /** Bytes of records whose topic is being looked up. */
  get waitingBytes(): number {
    return this.earlyBytes;
  }

  append(topic: string, record: ProducerRecord): void {
    const known = this.topics.get(topic) ?? this.learn(topic);
    if (known.queues.length > 0) {
      this.put(known, record);
      return;
    }
    const { key, value } = record;
    known.early.push({ ...record, key: key && Buffer.from(key), value: value && Buffer.from(value) });
    this.earlyBytes += sizeOf(record);
  }

  private put(topic: Topic, record: ProducerRecord): void {
    const { queues, name } = topic;
    const { key } = record;
    const chosen = record.partition ?? (key === null ? topic.sticky : partitionOf(key, queues.length));
    const queue = queues[chosen];
    if (queue === undefined) throw new RangeError(`${name} has no partition ${chosen}, only ${queues.length}`);
    const bytes = queue.append(record, record.timestamp ?? Date.now());
    if (chosen === topic.sticky && !queue.isFilling) topic.sticky = (topic.sticky + 1) % queues.length;
    this.events.appended(queue, bytes);
  }

  /** The queue of one partition, once its topic is known. */
  async find(topic: string, partition: number): Promise<PartitionQueue> {
    const known = this.topics.get(topic) ?? this.learn(topic);
    await this.loaded();
    const queue = known.queues[partition];
    if (queue !== undefined) return queue;
    throw known.failure ?? new RangeError(`${topic} has no partition ${partition}, only ${known.queues.length}`);
  }

  /** Resolves when no topic is being looked up. */
  async loaded(): Promise<void> {
    if (this.loading.size > 0) await Promise.all(this.loading);
  }

  all(): PartitionQueue[] {
    return [...this.topics.values()].flatMap(({ queues }) => queues);
  }

  private learn(name: string): Topic {
    const topic: Topic = { name, queues: [], early: [], failure: null, sticky: 0 };
    this.topics.set(name, topic);
    const loading = this.load(topic).finally(() => this.loading.delete(loading));
    this.loading.add(loading);
    return topic;
  }

  private async load(topic: Topic): Promise<void> {
    try {
      const { partitions } = await this.client.topic(topic.name);
      topic.queues = partitions.map(({ partition }) => new PartitionQueue(topic.name, partition, this.options));
    } catch (error) {
      topic.failure = error instanceof Error ? error : new Error(String(error));
      this.topics.delete(topic.name);
    }
    const early = topic.early.splice(0);
    for (const record of early) {
      this.earlyBytes -= sizeOf(record);
      this.release(topic, record);
    }
  }

  private release(topic: Topic, record: ProducerRecord): void {
    if (topic.failure !== null) {
      this.events.lost(topic.failure);
      return;
    }
    try {
      this.put(topic, record);
    } catch (error) {
      this.events.lost(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function sizeOf({ key, value }: ProducerRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
