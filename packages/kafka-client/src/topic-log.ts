import type { RecordHeader } from '@millrace/kafka-wire';
import { RecordBatchBuilder } from '@millrace/kafka-wire';
import type { KafkaClient } from './client.ts';
import { forEachRecord } from './consume/fetched-partition.ts';
import { Fetcher } from './consume/fetcher.ts';
import { closedClient, KafkaError } from './kafka-error.ts';
import { Producer } from './produce/producer.ts';

export interface LogRecord {
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

export interface NewLogRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly RecordHeader[];
  /** Default: now. */
  readonly timestamp?: number;
}

export interface TopicLogOptions {
  readonly topic: string;
  /** Settings of the topic when it is created here. */
  readonly configs?: Readonly<Record<string, string>>;
  /** Called for each record in order, from the first on. What it raises ends the log: `append` and `readTo` raise it too. */
  readonly apply: (record: LogRecord) => void;
}

interface Waiter {
  readonly offset: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const pollMs = 1000;

/** A topic of one partition as the log of a state: replayed when opened, then followed. Any number may share it. */
export class TopicLog {
  readonly topic: string;
  private readonly client: KafkaClient;
  private readonly fetcher: Fetcher;
  private readonly producer: Producer;
  private readonly apply: (record: LogRecord) => void;
  private waiters: Waiter[] = [];
  private applied = 0;
  private failure: Error | null = null;
  private following: Promise<void> = Promise.resolve();

  private constructor(client: KafkaClient, options: TopicLogOptions) {
    this.topic = options.topic;
    this.client = client;
    this.apply = options.apply;
    this.fetcher = new Fetcher(client);
    this.producer = new Producer(client, { lingerMs: 0 });
  }

  /** Creates the topic if it is missing, and resolves when all that it holds now is applied. */
  static async open(client: KafkaClient, options: TopicLogOptions): Promise<TopicLog> {
    await ensureTopic(client, options);
    const log = new TopicLog(client, options);
    const start = (await client.listOffsets(options.topic, 'earliest')).get(0) ?? 0;
    const end = (await client.listOffsets(options.topic, 'latest')).get(0) ?? 0;
    log.applied = start;
    log.fetcher.assign([{ topic: options.topic, partition: 0, offset: start }]);
    log.following = log.follow();
    try {
      await log.readTo(end - 1);
    } catch (error) {
      await log.close();
      throw error;
    }
    return log;
  }

  /** The offset behind the last record that was applied. */
  get end(): number {
    return this.applied;
  }

  /** Appends records, all or none, and answers the offset of the last. They are applied when they are read back. */
  async append(records: readonly NewLogRecord[]): Promise<number> {
    if (this.failure !== null) throw this.failure;
    const builder = new RecordBatchBuilder();
    for (const { key, value, headers, timestamp } of records)
      builder.append(key, value, timestamp ?? Date.now(), headers);
    const first = await this.producer.sendBatch(this.topic, 0, builder);
    if (first >= 0) return first + records.length - 1;
    // A broker that has the batch already may not remember where: it lies before the end.
    return ((await this.client.listOffsets(this.topic, 'latest')).get(0) ?? 0) - 1;
  }

  /** Resolves when the record at the offset, and all before it, are applied. */
  async readTo(offset: number): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (this.applied > offset) return;
    await new Promise<void>((resolve, reject) => this.waiters.push({ offset, resolve, reject }));
  }

  /** Stops following. Those who wait are told so. */
  async close(): Promise<void> {
    this.fail(closedClient());
    await this.producer.close().catch(() => undefined);
    await this.fetcher.close();
    await this.following;
  }

  private async follow(): Promise<void> {
    try {
      while (this.failure === null) {
        for (const fetched of await this.fetcher.poll(pollMs)) {
          forEachRecord(fetched, ({ offset, timestamp, key, value, headers }) => {
            this.apply({ offset, timestamp, key, value, headers });
            this.applied = offset + 1;
          });
          this.applied = fetched.endOffset;
          this.tellWaiters();
        }
      }
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private tellWaiters(): void {
    const reached = this.waiters.filter(({ offset }) => offset < this.applied);
    if (reached.length === 0) return;
    this.waiters = this.waiters.filter(({ offset }) => offset >= this.applied);
    for (const { resolve } of reached) resolve();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiters.splice(0)) reject(this.failure);
  }
}

async function ensureTopic(client: KafkaClient, { topic, configs = {} }: TopicLogOptions): Promise<void> {
  const { topics } = await client.metadata([topic]);
  if (topics[0]?.error === 'NONE') return;
  try {
    await client.createTopics([{ name: topic, partitions: 1, configs }]);
  } catch (error) {
    if (!(error instanceof KafkaError && error.codeName === 'TOPIC_ALREADY_EXISTS')) throw error;
  }
}
