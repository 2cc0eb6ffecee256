import { assert } from '@millrace/base';
import type { RecordBatchBuilder } from '@millrace/kafka-wire';
import { partitionOf } from '@millrace/kafka-wire';
import type { GroupOffset } from '../admin/groups.ts';
import type { KafkaClient } from '../client.ts';
import { closedClient } from '../kafka-error.ts';
import type { ProducerIdentity, ProducerOptions, ProducerRecord } from './options.ts';
import { anonymous } from './options.ts';
import type { Batch } from './partition-queue.ts';
import { BatchBuffers, PartitionQueue } from './partition-queue.ts';
import { Sender } from './sender.ts';
import type { GroupMembership, TransactionalProducer } from './transaction-requests.ts';
import {
  addOffsets,
  addPartitions,
  commitGroupOffsets,
  endTransaction,
  initProducerId,
  isFenced,
} from './transaction-requests.ts';

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

interface Transaction {
  readonly partitions: Set<PartitionQueue>;
  /** To be enlisted before their first batch goes out. */
  readonly asked: Set<PartitionQueue>;
  readonly groups: Set<string>;
  enlisting: Promise<void> | null;
  /** Whether the coordinator may know of it. */
  isTouched: boolean;
}

const defaults = { lingerMs: 5, batchBytes: 256 * 1024, bufferBytesMax: 64 * 1024 * 1024 };

/**
 * Writes records to topics: collects them in batches a partition, sends batches to many partitions in one request, keeps
 * several on their way, and tries again without changing their order.
 *
 *     const producer = new Producer(client);
 *     if (!producer.send('flights', { key, value })) await producer.drained();
 *     await producer.flush();
 *
 * With a `transactionalId`: `begin`, `send`, `sendOffsets`, then `commit` or `abort` (KIP-98).
 */
export class Producer {
  private readonly client: KafkaClient;
  private readonly options: ProducerOptions;
  private readonly sender: Sender;
  private readonly topics = new Map<string, Topic>();
  private readonly loading = new Set<Promise<void>>();
  private readonly lingerMs: number;
  private readonly bufferBytesMax: number;
  private readonly buffers: BatchBuffers;
  private lingering: NodeJS.Timeout | null = null;
  private bufferedBytes = 0;
  private drainWaiters: (() => void)[] = [];
  /** The first failure since the last flush. */
  private failure: Error | null = null;
  private identity: ProducerIdentity | null = null;
  private starting: Promise<void> | null = null;
  /** A batch was lost: the sequence has a hole, which only a new identity closes. */
  private isSequenceBroken = false;
  private transaction: Transaction | null = null;
  private fatal: Error | null = null;

  constructor(client: KafkaClient, options: ProducerOptions = {}) {
    this.client = client;
    this.options = options;
    this.lingerMs = options.lingerMs ?? defaults.lingerMs;
    this.bufferBytesMax = options.bufferBytesMax ?? defaults.bufferBytesMax;
    this.buffers = new BatchBuffers(this.bufferBytesMax / (options.batchBytes ?? defaults.batchBytes) / 2);
    if (!this.isIdempotent) this.identity = anonymous;
    this.sender = new Sender(client, {
      acks: options.acks ?? -1,
      deliveryTimeoutMs: options.deliveryTimeoutMs ?? 120_000,
      transactionalId: options.transactionalId ?? null,
      identity: () => this.currentIdentity(),
      isSequenceBroken: () => this.isSequenceBroken,
      mayRetry: () => this.fatal === null && (this.transaction === null || !this.isSequenceBroken),
      failAll: (error) => this.failAll(error),
      admit: (queue) => this.admit(queue),
      settled: (queue, batch, error) => this.settled(queue, batch, error),
    });
  }

  private get isIdempotent(): boolean {
    const { idempotent, acks, transactionalId } = this.options;
    return transactionalId !== undefined || (idempotent ?? (acks === undefined || acks === -1));
  }

  /**
   * Adds a record; its bytes are copied. Answers false when much is waiting: then await `drained()` before the next.
   * What cannot be delivered is told by the next `flush` or `commit`. Raises when the producer is fenced or closed.
   */
  send(topic: string, record: ProducerRecord): boolean {
    this.check();
    const known = this.topics.get(topic) ?? this.learn(topic);
    if (known.queues.length === 0) {
      const { key, value } = record;
      known.early.push({ ...record, key: key && Buffer.from(key), value: value && Buffer.from(value) });
      this.bufferedBytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
    } else this.append(known, record);
    return this.bufferedBytes < this.bufferBytesMax;
  }

  private check(): void {
    if (this.fatal !== null) throw this.fatal;
    assert(
      this.options.transactionalId === undefined || this.transaction !== null,
      'a transactional producer sends within a transaction',
    );
  }

  private append(topic: Topic, record: ProducerRecord): void {
    const { queues } = topic;
    const { key } = record;
    const chosen = record.partition ?? (key === null ? topic.sticky : partitionOf(key, queues.length));
    const queue = queues[chosen];
    if (queue === undefined) throw new RangeError(`${topic.name} has no partition ${chosen}, only ${queues.length}`);
    this.bufferedBytes += queue.append(record, record.timestamp ?? Date.now());
    if (queue.isFilling) {
      if (this.lingering === null) this.linger();
    } else {
      if (chosen === topic.sticky) topic.sticky = (topic.sticky + 1) % queues.length;
      this.sender.offer(queue);
    }
  }

  /** Sends a finished list of records as one batch, all or nothing. Answers the offset of the first. */
  async sendBatch(topic: string, partition: number, builder: RecordBatchBuilder): Promise<number> {
    this.check();
    const known = this.topics.get(topic) ?? this.learn(topic);
    await Promise.all(this.loading);
    const queue = known.queues[partition];
    if (queue === undefined) throw known.failure ?? new RangeError(`${topic} has no partition ${partition}`);
    const batch = queue.appendBatch(builder);
    this.bufferedBytes += builder.size;
    this.sender.offer(queue);
    return batch.delivered;
  }

  /** Resolves when there is room again. */
  async drained(): Promise<void> {
    if (this.bufferedBytes < this.bufferBytesMax) return;
    await new Promise<void>((resolve) => this.drainWaiters.push(resolve));
  }

  /** Resolves when all that was sent so far is acknowledged. Raises the first failure since the last flush. */
  async flush(): Promise<void> {
    await Promise.all(this.loading);
    this.release();
    const outstanding = this.queues().flatMap((queue) => queue.outstanding());
    await Promise.allSettled(outstanding.map(({ delivered }) => delivered));
    const failure = this.takeFailure();
    if (failure !== null) throw failure;
  }

  /** Flushes and ends. An open transaction is aborted. */
  async close(): Promise<void> {
    try {
      if (this.transaction !== null && this.fatal === null) await this.abort();
      if (this.fatal === null && !this.client.signal.aborted) await this.flush();
    } finally {
      this.fatal ??= closedClient();
      if (this.lingering !== null) clearTimeout(this.lingering);
      this.failAll(this.fatal);
      this.sender.close();
      for (const resolve of this.drainWaiters.splice(0)) resolve();
    }
  }

  /** Makes itself known to the brokers. For a transactional producer this fences older ones. Done by `begin` otherwise. */
  async start(): Promise<void> {
    if (this.identity !== null && !this.isSequenceBroken) return;
    this.starting ??= this.renewIdentity().finally(() => {
      this.starting = null;
    });
    await this.starting;
  }

  /** Begins a transaction: what is sent until `commit` is seen by readers of committed data all at once, or never. */
  async begin(): Promise<void> {
    assert(this.options.transactionalId !== undefined, 'a producer without transactionalId has no transactions');
    assert(this.transaction === null, 'the transaction before this one has not ended');
    if (this.fatal !== null) throw this.fatal;
    await this.start();
    this.transaction = {
      partitions: new Set(),
      asked: new Set(),
      groups: new Set(),
      enlisting: null,
      isTouched: false,
    };
  }

  /** Stores a group's offsets as part of the transaction. */
  async sendOffsets(group: string, offsets: readonly GroupOffset[], membership?: GroupMembership): Promise<void> {
    const { transaction } = this;
    assert(transaction !== null, 'offsets are sent within a transaction');
    await this.guard(async () => {
      if (!transaction.groups.has(group)) {
        transaction.isTouched = true;
        await addOffsets(this.client, this.transactional(), group);
        transaction.groups.add(group);
      }
      await commitGroupOffsets(this.client, this.transactional(), group, offsets, membership);
    });
  }

  /** Ends the transaction for good. When it raises, nothing of it is seen, unless `isWorthRetrying` holds: then `abort`. */
  async commit(): Promise<void> {
    const { transaction } = this;
    assert(transaction !== null, 'there is no transaction to commit');
    await this.flush();
    await this.guard(async () => {
      if (transaction.isTouched) await endTransaction(this.client, this.transactional(), true);
    });
    this.transaction = null;
  }

  /** Gives the transaction up. What was not sent yet is dropped. */
  async abort(): Promise<void> {
    const { transaction } = this;
    assert(transaction !== null, 'there is no transaction to abort');
    await Promise.all([...this.loading, transaction.enlisting]);
    for (const queue of this.queues()) {
      const dropped = queue.drop();
      for (const batch of dropped) {
        batch.reject(new Error('the transaction was aborted'));
        this.forgetBytes(batch);
      }
      // Sequence numbers that were given out and then dropped leave a hole.
      if (dropped.some(({ sequence }) => sequence >= 0)) this.isSequenceBroken = true;
    }
    await Promise.allSettled(
      this.queues()
        .flatMap((queue) => queue.outstanding())
        .map(({ delivered }) => delivered),
    );
    this.failure = null;
    this.transaction = null;
    await this.guard(async () => {
      // A new identity aborts what the old one left open.
      if (this.isSequenceBroken) await this.start();
      else if (transaction.isTouched) await endTransaction(this.client, this.transactional(), false);
    });
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
      const { compression = 'none', batchBytes = defaults.batchBytes, transactionalId } = this.options;
      const options = {
        compression,
        batchBytes,
        isTransactional: transactionalId !== undefined,
        buffers: this.buffers,
      };
      topic.queues = partitions.map(({ partition }) => new PartitionQueue(topic.name, partition, options));
      for (const record of topic.early) this.append(topic, record);
    } catch (error) {
      topic.failure = error instanceof Error ? error : new Error(String(error));
      if (topic.early.length > 0) this.failure ??= topic.failure;
      this.topics.delete(topic.name);
    }
    for (const { key, value } of topic.early) this.bufferedBytes -= (key?.length ?? 0) + (value?.length ?? 0);
    topic.early = [];
    this.tellDrained();
  }

  private queues(): PartitionQueue[] {
    return [...this.topics.values()].flatMap(({ queues }) => queues);
  }

  private linger(): void {
    this.lingering = setTimeout(() => this.release(), this.lingerMs);
  }

  /** Lets all open batches go. */
  private release(): void {
    if (this.lingering !== null) clearTimeout(this.lingering);
    this.lingering = null;
    for (const queue of this.queues()) {
      queue.seal();
      if (queue.hasReady) this.sender.offer(queue);
    }
  }

  private currentIdentity(): ProducerIdentity | null {
    if (this.identity !== null && !this.isSequenceBroken) return this.identity;
    if (this.transaction === null && this.sender.isQuiet) {
      this.start().then(
        () => this.sender.wake(),
        (error: unknown) => this.failAll(error instanceof Error ? error : new Error(String(error))),
      );
    }
    return null;
  }

  private async renewIdentity(): Promise<void> {
    const { transactionalId = null, transactionTimeoutMs = 60_000 } = this.options;
    this.identity = await initProducerId(this.client, transactionalId, transactionTimeoutMs);
    this.isSequenceBroken = false;
    for (const queue of this.queues()) queue.restart();
  }

  private transactional(): TransactionalProducer {
    const { transactionalId } = this.options;
    assert(transactionalId !== undefined && this.identity !== null, 'a transactional producer has started');
    return { transactionalId, ...this.identity };
  }

  /** Enlists a partition in the transaction before its first batch goes out. */
  private admit(queue: PartitionQueue): boolean {
    if (this.options.transactionalId === undefined) return true;
    const { transaction } = this;
    if (transaction === null) return false;
    if (transaction.partitions.has(queue)) return true;
    transaction.asked.add(queue);
    transaction.enlisting ??= this.enlist(transaction);
    return false;
  }

  private async enlist(transaction: Transaction): Promise<void> {
    transaction.isTouched = true;
    // Queues that are offered in the same round go into one request.
    await Promise.resolve();
    while (transaction.asked.size > 0) {
      const asked = [...transaction.asked];
      try {
        await this.guard(() => addPartitions(this.client, this.transactional(), asked));
        for (const queue of asked) transaction.partitions.add(queue);
      } catch (error) {
        this.failAll(error as Error);
      }
      for (const queue of asked) transaction.asked.delete(queue);
    }
    transaction.enlisting = null;
    this.sender.wake();
  }

  private rejectUnsent(batch: Batch, error: Error): void {
    batch.reject(error);
    this.forgetBytes(batch);
  }

  private async guard(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (isFenced(error)) this.fatal = error as Error;
      throw error;
    }
  }

  private settled(_queue: PartitionQueue, batch: Batch, error: Error | null): void {
    if (error !== null) {
      // Whoever sent a finished batch waits for it, and hears of it there.
      if (batch.isOwn) this.failure ??= error;
      if (this.isIdempotent) this.isSequenceBroken = true;
      if (isFenced(error)) this.fatal = error;
      // The transaction cannot be committed any more: what waits need not go out.
      if (this.transaction !== null) this.failAll(error);
    }
    this.forgetBytes(batch);
  }

  private failAll(error: Error): void {
    this.failure ??= error;
    for (const queue of this.queues()) for (const batch of queue.drop()) this.rejectUnsent(batch, error);
  }

  private forgetBytes(batch: Batch): void {
    this.bufferedBytes -= batch.builder.size;
    this.tellDrained();
  }

  private tellDrained(): void {
    if (this.bufferedBytes > this.bufferBytesMax / 2) return;
    for (const resolve of this.drainWaiters.splice(0)) resolve();
  }

  private takeFailure(): Error | null {
    const { failure } = this;
    this.failure = null;
    return failure;
  }
}
