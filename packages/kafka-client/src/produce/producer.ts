import { assert } from '@millrace/base';
import type { RecordBatchBuilder } from '@millrace/kafka-wire';
import type { GroupOffset } from '../admin/groups.ts';
import type { KafkaClient } from '../client.ts';
import { closedClient } from '../kafka-error.ts';
import type { ProducerIdentity, ProducerOptions, ProducerRecord } from './options.ts';
import { anonymous } from './options.ts';
import type { Batch, PartitionQueue } from './partition-queue.ts';
import { BatchBuffers } from './partition-queue.ts';
import { Sender } from './sender.ts';
import { TopicQueues } from './topic-queues.ts';
import { Transaction } from './transaction.ts';
import type { GroupMembership } from './transaction-requests.ts';
import { initProducerId, isFenced } from './transaction-requests.ts';

const defaults = {
  lingerMs: 5,
  batchBytes: 256 * 1024,
  bufferBytesMax: 64 * 1024 * 1024,
  deliveryTimeoutMs: 120_000,
  transactionTimeoutMs: 60_000,
};

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
  private readonly topics: TopicQueues;
  private readonly bufferBytesMax: number;
  private lingering: NodeJS.Timeout | null = null;
  /** Bytes of records in batches that are not settled. */
  private batchedBytes = 0;
  private drainWaiters: (() => void)[] = [];
  /** The first failure since the last flush. */
  private failure: Error | null = null;
  /** Why nothing can be sent any more. */
  private fatal: Error | null = null;
  private identity: ProducerIdentity | null = null;
  private starting: Promise<void> | null = null;
  /** A batch was lost: the sequence has a hole, which only a new identity closes. */
  private isSequenceBroken = false;
  private transaction: Transaction | null = null;

  constructor(client: KafkaClient, options: ProducerOptions = {}) {
    const { acks = -1, compression = 'none', batchBytes = defaults.batchBytes, transactionalId } = options;
    this.client = client;
    this.options = options;
    this.bufferBytesMax = options.bufferBytesMax ?? defaults.bufferBytesMax;
    if (!this.isIdempotent) this.identity = anonymous;
    const buffers = new BatchBuffers(this.bufferBytesMax / batchBytes / 2);
    const queueOptions = { compression, batchBytes, buffers, isTransactional: transactionalId !== undefined };
    this.topics = new TopicQueues(client, queueOptions, {
      appended: (queue, bytes) => this.appended(queue, bytes),
      lost: (error) => {
        this.failure ??= error;
      },
    });
    this.sender = new Sender(client, {
      acks,
      deliveryTimeoutMs: options.deliveryTimeoutMs ?? defaults.deliveryTimeoutMs,
      transactionalId: transactionalId ?? null,
      identity: () => this.currentIdentity(),
      admit: (queue) => transactionalId === undefined || (this.transaction?.admit(queue) ?? false),
      isSequenceBroken: () => this.isSequenceBroken,
      mayRetry: () => this.fatal === null && (this.transaction === null || !this.isSequenceBroken),
      settled: (batch, error) => this.settled(batch, error),
      failAll: (error) => this.failAll(error),
    });
  }

  private get isIdempotent(): boolean {
    const { idempotent, acks = -1, transactionalId } = this.options;
    return transactionalId !== undefined || (idempotent ?? acks === -1);
  }

  /**
   * Adds a record; its bytes are copied. Answers false when much is waiting: then await `drained()` before the next.
   * What cannot be delivered is told by the next `flush` or `commit`. Raises when the producer is fenced or closed.
   */
  send(topic: string, record: ProducerRecord): boolean {
    this.check();
    this.topics.append(topic, record);
    return this.bufferedBytes < this.bufferBytesMax;
  }

  /** Sends a finished list of records as one batch, all or nothing. Answers the offset of the first. */
  async sendBatch(topic: string, partition: number, builder: RecordBatchBuilder): Promise<number> {
    this.check();
    const queue = await this.topics.find(topic, partition);
    this.check();
    const batch = queue.appendBatch(builder);
    this.batchedBytes += builder.size;
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
    await this.topics.loaded();
    this.release();
    await this.settledSoFar();
    const { failure } = this;
    this.failure = null;
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
    const { transactionalId } = this.options;
    assert(transactionalId !== undefined, 'a producer without transactionalId has no transactions');
    assert(this.transaction === null, 'the transaction before this one has not ended');
    if (this.fatal !== null) throw this.fatal;
    await this.start();
    assert(this.identity !== null, 'a producer that started has an identity');
    this.transaction = new Transaction(
      this.client,
      { transactionalId, ...this.identity },
      {
        enlisted: () => this.sender.wake(),
        failed: (error) => {
          if (isFenced(error)) this.fatal = error;
          this.failAll(error);
        },
      },
    );
  }

  /** Stores a group's offsets as part of the transaction. */
  async sendOffsets(group: string, offsets: readonly GroupOffset[], membership?: GroupMembership): Promise<void> {
    const transaction = this.openTransaction();
    await this.unlessFenced(() => transaction.sendOffsets(group, offsets, membership));
  }

  /** Ends the transaction for good. When it raises, `abort`; whether it took effect after a lost answer is not known. */
  async commit(): Promise<void> {
    const transaction = this.openTransaction();
    await this.flush();
    await this.unlessFenced(() => transaction.end(true));
    this.transaction = null;
  }

  /** Gives the transaction up. What was not sent yet is dropped. */
  async abort(): Promise<void> {
    const transaction = this.openTransaction();
    await this.topics.loaded();
    await transaction.quiet();
    this.dropUnsent(new Error('the transaction was aborted'));
    await this.settledSoFar();
    this.failure = null;
    this.transaction = null;
    // A new identity aborts what the old one left open.
    await this.unlessFenced(() => (this.isSequenceBroken ? this.start() : transaction.end(false)));
  }

  private openTransaction(): Transaction {
    assert(this.transaction !== null, 'there is no transaction; begin one first');
    return this.transaction;
  }

  private check(): void {
    if (this.fatal !== null) throw this.fatal;
    if (this.options.transactionalId !== undefined) this.openTransaction();
  }

  private get bufferedBytes(): number {
    return this.batchedBytes + this.topics.waitingBytes;
  }

  private appended(queue: PartitionQueue, bytes: number): void {
    this.batchedBytes += bytes;
    if (!queue.isFilling) this.sender.offer(queue);
    else this.lingering ??= setTimeout(() => this.release(), this.options.lingerMs ?? defaults.lingerMs);
  }

  /** Lets all open batches go. */
  private release(): void {
    if (this.lingering !== null) clearTimeout(this.lingering);
    this.lingering = null;
    for (const queue of this.topics.all()) {
      queue.seal();
      if (queue.hasReady) this.sender.offer(queue);
    }
  }

  private async settledSoFar(): Promise<void> {
    const outstanding = this.topics.all().flatMap((queue) => queue.outstanding());
    await Promise.allSettled(outstanding.map(({ delivered }) => delivered));
  }

  private currentIdentity(): ProducerIdentity | null {
    if (this.identity !== null && !this.isSequenceBroken) return this.identity;
    // What is on its way belongs to the old identity, and must be answered first.
    if (this.transaction === null && this.starting === null && this.sender.isQuiet) {
      this.start().then(
        () => this.sender.wake(),
        (error: unknown) => this.failAll(error instanceof Error ? error : new Error(String(error))),
      );
    }
    return null;
  }

  private async renewIdentity(): Promise<void> {
    const { transactionalId = null, transactionTimeoutMs = defaults.transactionTimeoutMs } = this.options;
    this.identity = await initProducerId(this.client, transactionalId, transactionTimeoutMs);
    this.isSequenceBroken = false;
    for (const queue of this.topics.all()) queue.restart();
  }

  private async unlessFenced(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (isFenced(error)) this.fatal = error;
      throw error;
    }
  }

  private settled(batch: Batch, error: Error | null): void {
    this.forget(batch);
    if (error === null) return;
    // Whoever sent a finished batch waits for it, and hears of it there.
    if (batch.isOwn) this.failure ??= error;
    if (this.isIdempotent) this.isSequenceBroken = true;
    if (isFenced(error)) this.fatal = error;
    // The transaction cannot be committed any more: what waits need not go out.
    if (this.transaction !== null) this.failAll(error);
  }

  private failAll(error: Error): void {
    this.failure ??= error;
    this.dropUnsent(error);
  }

  private dropUnsent(error: Error): void {
    for (const queue of this.topics.all()) {
      for (const batch of queue.drop()) {
        // A number in the sequence that was given out and is not used leaves a hole.
        if (batch.sequence >= 0) this.isSequenceBroken = true;
        batch.reject(error);
        this.forget(batch);
      }
    }
  }

  private forget(batch: Batch): void {
    this.batchedBytes -= batch.builder.size;
    if (this.bufferedBytes > this.bufferBytesMax / 2) return;
    for (const resolve of this.drainWaiters.splice(0)) resolve();
  }
}
