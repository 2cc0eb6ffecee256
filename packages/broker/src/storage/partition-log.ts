import { join } from 'node:path';
import type { Logger } from '@millrace/base';
import { assert } from '@millrace/base';
import {
  attributesOf,
  baseSequenceOf,
  isTransactional,
  placeBatch,
  producerEpochOf,
  producerIdOf,
  recordCountOf,
  stampLogAppendTime,
  viewOf,
} from './batch-fields.ts';
import { encodeCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Cleaning } from './checkpoint.ts';
import type { Files } from './files.ts';
import { GroupCommit } from './group-commit.ts';
import {
  abortedBetween,
  applyMarker,
  applyProducerBatch,
  decideProducerBatch,
  firstOpenOffset,
  forgetOld,
} from './producer-state.ts';
import type { AbortedTransaction, AppendDecision, ProducerBatch, ProducersState } from './producer-state.ts';
import { readBatches } from './read-batches.ts';
import { recoverLog } from './recover-log.ts';
import { Segment } from './segment.ts';

/** What a start after a crash checks again at most, for each partition. */
const uncheckedBytesMax = 64 * 1024 * 1024;

/** Compactions that are remembered, to know which tombstones have been seen by all. */
const cleaningsMax = 32;

export interface LogSettings {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly isLogAppendTime: boolean;
}

export interface LogOptions {
  readonly files: Files;
  readonly directory: string;
  readonly logger: Logger;
  /** `commit`: acknowledged means synced to disk. `os`: acknowledged means handed to the operating system. */
  readonly flush: 'commit' | 'os';
  /** Read at each append, so that a changed topic config acts at once. */
  readonly settings: () => LogSettings;
}

export type Appended =
  | {
      readonly kind: 'appended';
      readonly baseOffset: number;
      readonly timestamp: number;
      readonly durable: Promise<void>;
    }
  | Exclude<AppendDecision, { kind: 'append' }>;

/**
 * One partition on disk. Appends go to the page cache at once and are acknowledged by a flush that many share; readers
 * see what is flushed. One broker never changes a leader, so the
 * leader epoch is always 0.
 */
export class PartitionLog {
  readonly #options: LogOptions;
  readonly #segments: Segment[];
  readonly #producers: ProducersState;
  readonly #commit: GroupCommit;
  readonly #listeners = new Set<(log: PartitionLog) => void>();
  /** Closed for appending, but not yet known to be on disk. */
  #sealing: Segment[] = [];
  #startOffset: number;
  #highWatermark: number;
  #activeSinceMs: number | undefined;
  #appendedBytes = 0;
  #readableBytes = 0;
  #wantsCheckpoint = false;
  #cleanings: Cleaning[];

  private constructor(options: LogOptions, recovered: ReturnType<typeof recoverLog>) {
    this.#options = options;
    this.#segments = recovered.segments;
    this.#producers = recovered.producers;
    this.#startOffset = recovered.startOffset;
    this.#cleanings = recovered.cleanings;
    this.#highWatermark = this.endOffset;
    this.#commit = new GroupCommit(() => this.#flush());
  }

  /** Opens the folder, creating it when missing, and mends what a crash left. */
  static open(options: LogOptions): PartitionLog {
    options.files.makeDirectory(options.directory);
    const checkpoint = readCheckpoint(options.files, checkpointPath(options));
    return new PartitionLog(options, recoverLog(options.files, options.directory, checkpoint, options.logger));
  }

  /** Makes durable what a killed process left in the page cache. To be awaited before what was recovered is served. */
  async settle(): Promise<void> {
    if (this.#active.uncheckedBytes > 0) await this.#commit.request();
  }

  /** The first offset that can be read. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** The offset that the next record gets. */
  get endOffset(): number {
    return this.#active.nextOffset;
  }

  /** Readers see records before it: all of them are durable. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** Readers of committed records see records before it: no open transaction has one there. */
  get lastStableOffset(): number {
    return Math.min(firstOpenOffset(this.#producers) ?? this.#highWatermark, this.#highWatermark);
  }

  get producers(): Readonly<ProducersState> {
    return this.#producers;
  }

  get sizeBytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0);
  }

  /** Bytes that became readable in this process: the difference of two readings says how many came in between. */
  get readableBytes(): number {
    return this.#readableBytes;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get hasFailed(): boolean {
    return this.#commit.hasFailed;
  }

  /**
   * Appends one batch that `refuseBatch` found nothing wrong with; its bytes are patched in place. `durable` resolves when
   * the records survive a loss of power (or at once with `flush: 'os'`), and rejects when the disk fails.
   */
  append(bytes: Uint8Array, nowMs: number): Appended {
    const view = viewOf(bytes);
    const batch = producerBatchOf(view);
    if (batch !== undefined) {
      const decision = decideProducerBatch(this.#producers, batch);
      if (decision.kind !== 'append') return decision;
    }
    const settings = this.#options.settings();
    const baseOffset = this.endOffset;
    placeBatch(view, 0, baseOffset, 0);
    if (settings.isLogAppendTime) stampLogAppendTime(bytes, view, 0, nowMs);
    this.#write(bytes, view, nowMs, settings);
    const timestamp = settings.isLogAppendTime ? nowMs : -1;
    if (batch !== undefined) applyProducerBatch(this.#producers, batch, { baseOffset, timestamp, nowMs });
    return { kind: 'appended', baseOffset, timestamp, durable: this.#commit.request() };
  }

  /** Whether an idempotent producer's batch is there already: it came again because its answer was lost. */
  holds(bytes: Uint8Array): boolean {
    const batch = producerBatchOf(viewOf(bytes));
    return batch !== undefined && decideProducerBatch(this.#producers, batch).kind === 'duplicate';
  }

  /** Ends a transaction with a batch that holds its marker. */
  appendMarker(bytes: Uint8Array, isCommit: boolean, nowMs: number): Promise<void> {
    const view = viewOf(bytes);
    const offset = this.endOffset;
    placeBatch(view, 0, offset, 0);
    this.#write(bytes, view, nowMs, this.#options.settings());
    const marker = { producerId: producerIdOf(view, 0), epoch: producerEpochOf(view, 0), offset, isCommit };
    applyMarker(this.#producers, marker, nowMs);
    return this.#commit.request();
  }

  /** Whole batches from the one that holds `offset`; may be empty. `before` bounds what the reader may see. */
  read(request: { offset: number; before: number; maxBytes: number; atLeastOne: boolean }): Uint8Array {
    return readBatches(this.#segments, request);
  }

  abortedBetween(from: number, to: number): AbortedTransaction[] {
    return abortedBetween(this.#producers, from, to);
  }

  /** Calls back whenever more may be read than before, until the returned function is called. */
  onAdvance(listener: (log: PartitionLog) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes records before `offset` unreadable and gives back whole segments. Durable on return. */
  async deleteBefore(offset: number): Promise<void> {
    assert(offset <= this.#highWatermark, 'only flushed records may be deleted');
    if (offset <= this.#startOffset) return;
    this.#startOffset = offset;
    this.#wantsCheckpoint = true;
    await this.#commit.request();
    while ((this.#segments[1]?.baseOffset ?? Number.POSITIVE_INFINITY) <= offset) this.#segments.shift()?.remove();
  }

  /** Closes the active segment for appending, so that retention and compaction may have it. */
  roll(): void {
    if (this.#active.size === 0) return;
    this.#sealing.push(this.#active);
    this.#segments.push(Segment.create(this.#options.files, this.#options.directory, this.endOffset));
    this.#activeSinceMs = undefined;
    void this.#commit.request().catch(() => undefined);
  }

  /** Closes the active segment when its first record in this process is that old. */
  rollIfOlder(ageMs: number, nowMs: number): void {
    if (this.#activeSinceMs !== undefined && nowMs - this.#activeSinceMs >= ageMs) this.roll();
  }

  /** Records before it were compacted. */
  get compactedUpTo(): number {
    return this.#cleanings.at(-1)?.upTo ?? 0;
  }

  /** Tombstones before this offset were there, compacted, at that time already. */
  tombstonesSeenBefore(timeMs: number): number {
    return this.#cleanings.findLast(({ atMs }) => atMs <= timeMs)?.upTo ?? 0;
  }

  /** Remembers that all before an offset is compacted, and since when. */
  async noteCompaction(upTo: number, atMs: number): Promise<void> {
    this.#cleanings.push({ upTo, atMs });
    if (this.#cleanings.length > cleaningsMax) this.#cleanings.shift();
    this.#wantsCheckpoint = true;
    await this.#commit.request();
  }

  /** Puts other content, which ends at the same offset, in the place of a closed segment. */
  async replaceSegment(segment: Segment, content: Uint8Array): Promise<void> {
    const at = this.#segments.indexOf(segment);
    // Retention or a deletion may have been quicker.
    if (at < 0) return;
    assert(segment !== this.#active, 'only closed segments are replaced');
    const replaced = await segment.replacedBy(content);
    assert(replaced.nextOffset === segment.nextOffset, 'a compacted segment ends where it did');
    this.#segments[at] = replaced;
    segment.close();
  }

  flush(): Promise<void> {
    return this.#commit.request();
  }

  /** Forgets producers silent since `beforeMs`. */
  forgetProducers(beforeMs: number): void {
    forgetOld(this.#producers, beforeMs, this.#startOffset);
  }

  async close(): Promise<void> {
    await this.#commit.drain();
    this.#listeners.clear();
    this.#wantsCheckpoint = this.#active.uncheckedBytes > 0;
    if (this.#wantsCheckpoint && !this.#commit.hasFailed) await this.#commit.request();
    if (!this.#commit.hasFailed) this.#active.trim();
    for (const segment of this.#segments) segment.close();
  }

  /** Gives up the files without another write: the partition is about to be removed. */
  abandon(): void {
    for (const segment of this.#segments) segment.close();
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(this);
  }

  get #active(): Segment {
    const last = this.#segments.at(-1);
    assert(last !== undefined, 'a log has an active segment');
    return last;
  }

  #write(bytes: Uint8Array, view: DataView, nowMs: number, settings: LogSettings): void {
    assert(!this.#commit.hasFailed, 'a log whose disk failed takes no more');
    const isFull = this.#active.size + bytes.length > settings.segmentBytes;
    const isOld = this.#activeSinceMs !== undefined && nowMs - this.#activeSinceMs >= settings.segmentMs;
    if (isFull || isOld) this.roll();
    this.#active.append(bytes, view);
    if (this.#options.flush === 'commit') this.#active.reserve(bytes.length);
    this.#activeSinceMs ??= nowMs;
    this.#appendedBytes += bytes.length;
  }

  async #flush(): Promise<void> {
    const active = this.#active;
    const { nextOffset, size } = active;
    const readableBytes = this.#appendedBytes;
    const sealing = this.#sealing.splice(0);
    const wantsCheckpoint = this.#wantsCheckpoint || sealing.length > 0 || active.uncheckedBytes > uncheckedBytesMax;
    this.#wantsCheckpoint = false;
    const checkpoint = wantsCheckpoint ? this.#encodeCheckpoint() : undefined;
    if (this.#options.flush === 'commit' || wantsCheckpoint) {
      for (const segment of sealing) await segment.sync();
      await active.sync();
    }
    for (const segment of sealing) {
      segment.trim();
      segment.saveIndex(segment.size, segment.nextOffset);
    }
    if (checkpoint !== undefined) {
      if (size > 0) active.saveIndex(size, nextOffset);
      writeCheckpoint(this.#options.files, checkpointPath(this.#options), checkpoint);
    }
    if (nextOffset <= this.#highWatermark) return;
    this.#highWatermark = nextOffset;
    this.#readableBytes = readableBytes;
    for (const listener of this.#listeners) listener(this);
  }

  #encodeCheckpoint(): string {
    return encodeCheckpoint({
      offset: this.endOffset,
      startOffset: this.#startOffset,
      producers: this.#producers,
      cleanings: this.#cleanings,
    });
  }
}

function checkpointPath(options: LogOptions): string {
  return join(options.directory, 'checkpoint');
}

/** Undefined for a producer without an id. */
export function producerBatchOf(view: DataView): ProducerBatch | undefined {
  const producerId = producerIdOf(view, 0);
  if (producerId < 0) return undefined;
  return {
    producerId,
    epoch: producerEpochOf(view, 0),
    baseSequence: baseSequenceOf(view, 0),
    recordCount: recordCountOf(view, 0),
    isTransactional: isTransactional(attributesOf(view, 0)),
  };
}
