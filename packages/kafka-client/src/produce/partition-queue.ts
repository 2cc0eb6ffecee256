import type { BatchOptions, Compression } from '@millrace/kafka-wire';
import { RecordBatchBuilder, stampProducer } from '@millrace/kafka-wire';
import type { ProducerIdentity, ProducerRecord } from './options.ts';

/** A batch on its way, from its first record to the broker's answer. */
export interface Batch {
  readonly builder: RecordBatchBuilder;
  readonly startedAt: number;
  /** Whether its memory is ours to use again. */
  readonly isOwn: boolean;
  /** Built when it is first sent. */
  bytes: Uint8Array | null;
  /** -1 until it has its place in the producer's sequence. */
  sequence: number;
  readonly resolve: (baseOffset: number) => void;
  readonly reject: (error: Error) => void;
  /** Resolves with the offset of the first record, or rejects. */
  readonly delivered: Promise<number>;
}

/** Memory of batches that were delivered, for those to come: fresh memory costs more than what is written into it. */
export class BatchBuffers {
  private readonly free: Buffer[] = [];
  private readonly countMax: number;

  constructor(countMax: number) {
    this.countMax = countMax;
  }

  take(): Buffer | undefined {
    return this.free.pop();
  }

  give(buffer: Buffer): void {
    if (this.free.length < this.countMax) this.free.push(buffer);
  }
}

export interface QueueOptions {
  readonly buffers: BatchBuffers;
  readonly compression: Compression;
  readonly batchBytes: number;
  readonly isTransactional: boolean;
}

/** Brokers remember the last five batches of a producer in a partition: more may not be on their way at once. */
const inFlightMax = 5;
const sequenceLimit = 2 ** 31;

/** The batches of one partition, in their order. Does no I/O: the sender takes batches out and tells how they fared. */
export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  private readonly options: QueueOptions;
  /** Takes records. Sent when it is full, or due. */
  private open: Batch | null = null;
  private waiting: Batch[] = [];
  private inFlight: Batch[] = [];
  /** Came back and must go out again, in the order of their sequence, once nothing is in flight. */
  private failed: Batch[] = [];
  private nextSequence = 0;
  private lastSize = 0;
  /** Not to be tried before (performance.now). */
  notBefore = 0;

  constructor(topic: string, partition: number, options: QueueOptions) {
    this.topic = topic;
    this.partition = partition;
    this.options = options;
  }

  get isIdle(): boolean {
    return this.open === null && this.waiting.length + this.failed.length + this.inFlight.length === 0;
  }

  /** Whether a batch takes records now. */
  get isFilling(): boolean {
    return this.open !== null;
  }

  get inFlightCount(): number {
    return this.inFlight.length;
  }

  /** Whether a batch could go out now. */
  get hasReady(): boolean {
    if (this.failed.length > 0) return this.inFlight.length === 0;
    return this.waiting.length > 0 && this.inFlight.length < inFlightMax;
  }

  /** Adds a record and answers the bytes it took. */
  append(record: ProducerRecord, timestamp: number): number {
    const batch = (this.open ??= this.newBatch());
    const before = batch.builder.size;
    batch.builder.append(record.key, record.value, timestamp, record.headers);
    const after = batch.builder.size;
    if (after >= this.options.batchBytes) this.seal();
    return after - before;
  }

  /** Puts a batch of its own behind what is there. */
  appendBatch(builder: RecordBatchBuilder): Batch {
    this.seal();
    const batch = batchOf(builder, false);
    this.waiting.push(batch);
    return batch;
  }

  /** Closes the batch that takes records, so that it goes out. */
  seal(): void {
    if (this.open === null) return;
    this.lastSize = this.open.builder.size;
    this.waiting.push(this.open);
    this.open = null;
  }

  /** The next batch to send, stamped and moved to those in flight; null when there is none. */
  take(identity: ProducerIdentity): Batch | null {
    if (!this.hasReady) return null;
    if (this.failed.length > 0) {
      this.waiting = [...this.failed, ...this.waiting];
      this.failed = [];
    }
    const batch = this.waiting.shift();
    if (batch === undefined) return null;
    this.stamp(batch, identity);
    this.inFlight.push(batch);
    return batch;
  }

  private stamp(batch: Batch, identity: ProducerIdentity): void {
    if (batch.sequence >= 0 && batch.bytes !== null) return;
    let baseSequence = -1;
    if (identity.producerId >= 0) {
      baseSequence = batch.sequence = this.nextSequence;
      this.nextSequence = (this.nextSequence + batch.builder.count) % sequenceLimit;
    }
    if (batch.bytes === null) batch.bytes = batch.builder.build({ ...identity, baseSequence });
    else if (identity.producerId >= 0) stampProducer(batch.bytes, { ...identity, baseSequence });
  }

  /** A batch was answered for good. Only what was delivered is surely out of the socket's hands. */
  settle(batch: Batch, isDelivered: boolean): void {
    this.inFlight = this.inFlight.filter((other) => other !== batch);
    this.notBefore = 0;
    if (batch.isOwn && isDelivered) this.options.buffers.give(batch.builder.recycle());
  }

  /** A batch must go out again. Those behind it will come back too. */
  takeBack(batch: Batch, notBefore: number): void {
    this.inFlight = this.inFlight.filter((other) => other !== batch);
    this.failed.push(batch);
    this.failed.sort((a, b) => a.sequence - b.sequence);
    this.notBefore = Math.max(this.notBefore, notBefore);
  }

  isFirstInFlight(batch: Batch): boolean {
    return this.inFlight[0] === batch && this.failed.length === 0;
  }

  /** The producer has a new identity: its sequence begins anew, with what has not been delivered. */
  restart(): void {
    this.nextSequence = 0;
    for (const batch of [...this.failed, ...this.waiting]) batch.sequence = -1;
  }

  /** Takes out all that has not been sent, or that came back. */
  drop(): Batch[] {
    this.seal();
    const dropped = [...this.failed, ...this.waiting];
    this.failed = [];
    this.waiting = [];
    return dropped;
  }

  /** All that is not delivered yet. */
  outstanding(): Batch[] {
    const list = [...this.inFlight, ...this.failed, ...this.waiting];
    return this.open === null ? list : [...list, this.open];
  }

  private newBatch(): Batch {
    const { compression, isTransactional, buffers } = this.options;
    const buffer = buffers.take();
    const options: BatchOptions = { compression, isTransactional, buffer, capacity: this.lastSize + 512 };
    return batchOf(new RecordBatchBuilder(options), true);
  }
}

function batchOf(builder: RecordBatchBuilder, isOwn: boolean): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // Whoever waits hears of it; that nobody waits is no reason to end the process.
  promise.catch(() => undefined);
  const startedAt = performance.now();
  return { builder, startedAt, isOwn, bytes: null, sequence: -1, resolve, reject, delivered: promise };
}
