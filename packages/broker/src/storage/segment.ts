import { dirname, join } from 'node:path';
import { batchSizeOf, baseOffsetOf, lastOffsetOf, maxTimestampOf } from './batch-fields.ts';
import { walkBatches } from './batch-walk.ts';
import type { WalkedBatch } from './batch-walk.ts';
import type { Files, OpenFile } from './files.ts';
import { SparseIndex } from './sparse-index.ts';

/** Readers of one segment whose places are remembered at a time. */
const readEndsMax = 64;

/**
 * Small appends find their place written with zeros already: a sync then has no change of the file's size to write down,
 * which halves its time. Large ones would pay more for the zeros than they gain.
 */
const reserveForAppendsBelow = 64 * 1024;
const reservedBytesMax = 256 * 1024;
const zeros = new Uint8Array(reservedBytesMax);

/** One file of a partition's log, and the index over it. Grows at the end only, until it is sealed. */
export class Segment {
  readonly baseOffset: number;
  readonly #files: Files;
  readonly #path: string;
  readonly #index: SparseIndex;
  #file: OpenFile | undefined;
  #size: number;
  #nextOffset: number;
  #maxTimestamp: number;
  #vouchedBytes: number;
  readonly #readEnds = new Map<number, number>();
  /** The file's own size, when there are zeros behind the last batch. */
  #reservedEnd = 0;

  private constructor(files: Files, path: string, baseOffset: number, state: SegmentState) {
    this.baseOffset = baseOffset;
    this.#files = files;
    this.#path = path;
    this.#index = state.index;
    this.#size = state.size;
    this.#nextOffset = state.nextOffset;
    this.#maxTimestamp = state.maxTimestamp;
    this.#vouchedBytes = state.vouchedBytes;
  }

  static create(files: Files, directory: string, baseOffset: number): Segment {
    const path = segmentPath(directory, baseOffset);
    files.remove(indexPath(path));
    const segment = new Segment(files, path, baseOffset, emptyState(baseOffset));
    segment.#open();
    return segment;
  }

  /**
   * Opens what a former process left. What the index vouches for is taken as it is; all after it is checked batch by
   * batch, and cut at the first byte that is not part of a whole batch. `cutBytes` says how much that was.
   */
  static recover(files: Files, directory: string, baseOffset: number): { segment: Segment; cutBytes: number } {
    const path = segmentPath(directory, baseOffset);
    const file = files.open(path);
    const size = file.size();
    const saved = readIndex(files, path, baseOffset, size);
    const state = saved ?? emptyState(baseOffset);
    const segment = new Segment(files, path, baseOffset, state);
    segment.#file = file;
    walkBatches(file, state.size, size, (batch) => segment.#countIfNext(batch), { intact: true });
    const isReserved = segment.#size < size && isAllZeros(file, segment.#size, size);
    if (segment.#size < size) file.truncate(segment.#size);
    return { segment, cutBytes: isReserved ? 0 : size - segment.#size };
  }

  get path(): string {
    return this.#path;
  }

  get size(): number {
    return this.#size;
  }

  /** The offset after the last record. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Of all records; -Infinity when there are none. */
  get maxTimestamp(): number {
    return this.#maxTimestamp;
  }

  /** Bytes appended since the index on disk was written: what a start after a crash would have to check. */
  get uncheckedBytes(): number {
    return this.#size - this.#vouchedBytes;
  }

  /** Appends batches that already carry their offsets, in order. */
  append(bytes: Uint8Array, view: DataView): void {
    this.#open().write(bytes, this.#size);
    let at = 0;
    while (at < bytes.length) {
      const size = batchSizeOf(view, at);
      this.#count({ view, at, position: this.#size, size });
      at += size;
    }
  }

  /** Prepares the place of the next appends, if they are like the last one. */
  reserve(appendedBytes: number): void {
    if (this.#size <= this.#reservedEnd || appendedBytes >= reserveForAppendsBelow) return;
    const bytes = Math.min(reservedBytesMax, Math.max(4096, this.#size));
    this.#open().write(zeros.subarray(0, bytes), this.#size);
    this.#reservedEnd = this.#size + bytes;
  }

  /** Gives back what was reserved and not used: nothing more is appended. */
  trim(): void {
    if (this.#reservedEnd > this.#size) this.#open().truncate(this.#size);
    this.#reservedEnd = 0;
  }

  /** Where the batch starts that holds `offset`, or the first one after it; the segment's size when there is none. */
  positionOf(offset: number): number {
    if (offset >= this.#nextOffset) return this.#size;
    const known = this.#readEnds.get(offset);
    if (known !== undefined) return known;
    let found = this.#size;
    this.walk(this.#index.floorOfOffset(offset)?.position ?? 0, (batch) => {
      if (lastOffsetOf(batch.view, batch.at) < offset) return true;
      found = batch.position;
      return false;
    });
    return found;
  }

  /** The first batch that holds a record at or after `timestamp`. */
  positionOfTime(timestamp: number): number | undefined {
    if (this.#maxTimestamp < timestamp) return undefined;
    let found: number | undefined;
    this.walk(this.#index.floorOfTime(timestamp)?.position ?? 0, (batch) => {
      if (maxTimestampOf(batch.view, batch.at) < timestamp) return true;
      found = batch.position;
      return false;
    });
    return found;
  }

  /** Visits batches by their headers from a position that a batch starts at, until the visit returns false. */
  walk(position: number, visit: (batch: WalkedBatch) => boolean): void {
    walkBatches(this.#open(), position, this.#size, visit);
  }

  read(target: Uint8Array, position: number): number {
    return this.#open().read(target, position);
  }

  /** Remembers where a reader stopped, so that its next read need not search. `offset` starts the batch at `position`. */
  rememberReadEnd(offset: number, position: number): void {
    if (this.#readEnds.size >= readEndsMax) this.#readEnds.clear();
    this.#readEnds.set(offset, position);
  }

  sync(): Promise<void> {
    return this.#open().sync();
  }

  /** Writes the index, which vouches for the first `bytes`, up to `nextOffset`. Those must have been synced before. */
  saveIndex(bytes: number, nextOffset: number): void {
    const footer = { validBytes: bytes, nextOffset, maxTimestamp: this.#maxTimestamp };
    this.#files.replaceWhole(indexPath(this.#path), this.#index.encode(footer));
    this.#vouchedBytes = bytes;
  }

  /**
   * A segment of the same place with other content, durable when it resolves. A crash leaves the one or the other; an
   * index of the old content vouches for more bytes than there are, and is made again.
   */
  async replacedBy(content: Uint8Array): Promise<Segment> {
    const temporary = `${this.#path}.compacted`;
    this.#files.remove(temporary);
    const file = this.#files.open(temporary);
    file.write(content, 0);
    await file.sync();
    file.close();
    this.#files.remove(indexPath(this.#path));
    this.#files.rename(temporary, this.#path);
    const { segment } = Segment.recover(this.#files, dirname(this.#path), this.baseOffset);
    segment.saveIndex(segment.size, segment.nextOffset);
    return segment;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  remove(): void {
    this.close();
    this.#files.remove(indexPath(this.#path));
    this.#files.remove(this.#path);
  }

  #open(): OpenFile {
    this.#file ??= this.#files.open(this.#path);
    return this.#file;
  }

  #countIfNext(batch: WalkedBatch): boolean {
    if (baseOffsetOf(batch.view, batch.at) < this.#nextOffset) return false;
    this.#count(batch);
    return true;
  }

  #count({ view, at, position, size }: WalkedBatch): void {
    this.#index.add({ offset: baseOffsetOf(view, at), position, maxTimestampBefore: this.#maxTimestamp });
    this.#maxTimestamp = Math.max(this.#maxTimestamp, maxTimestampOf(view, at));
    this.#nextOffset = lastOffsetOf(view, at) + 1;
    this.#size = position + size;
  }
}

interface SegmentState {
  readonly index: SparseIndex;
  readonly size: number;
  readonly nextOffset: number;
  readonly maxTimestamp: number;
  readonly vouchedBytes: number;
}

/** File names sort as their offsets do. */
export function segmentPath(directory: string, baseOffset: number): string {
  return join(directory, `${String(baseOffset).padStart(20, '0')}.log`);
}

/** Base offsets of the segments in a partition's folder, ascending. */
export function listSegments(files: Files, directory: string): number[] {
  return files
    .list(directory)
    .filter((name) => /^\d{20}\.log$/.test(name))
    .map((name) => Number(name.slice(0, 20)));
}

function indexPath(path: string): string {
  return path.replace(/\.log$/, '.index');
}

function isAllZeros(file: OpenFile, from: number, to: number): boolean {
  if (to - from > reservedBytesMax) return false;
  const rest = Buffer.allocUnsafe(to - from);
  file.read(rest, from);
  return rest.every((byte) => byte === 0);
}

function emptyState(baseOffset: number): SegmentState {
  return {
    index: new SparseIndex(baseOffset),
    size: 0,
    nextOffset: baseOffset,
    maxTimestamp: Number.NEGATIVE_INFINITY,
    vouchedBytes: 0,
  };
}

function readIndex(files: Files, path: string, baseOffset: number, size: number): SegmentState | undefined {
  const bytes = files.readWhole(indexPath(path));
  const decoded = bytes === undefined ? undefined : SparseIndex.decode(bytes, baseOffset);
  if (decoded === undefined || decoded.footer.validBytes > size) return undefined;
  const { validBytes, nextOffset, maxTimestamp } = decoded.footer;
  return { index: decoded.index, size: validBytes, nextOffset, maxTimestamp, vouchedBytes: validBytes };
}
