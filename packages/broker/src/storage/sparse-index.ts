import { crc32c } from '@millrace/kafka-wire';
import { viewOf } from './batch-fields.ts';

/** Bytes of log between two entries. A lookup walks at most this far over batch headers. */
export const indexIntervalBytes = 32 * 1024;

const entryBytes = 16;
const footerBytes = 32;
const magic = 0x4d_52_49_58;

export interface IndexEntry {
  readonly offset: number;
  /** Where in the segment the batch with this base offset starts. */
  readonly position: number;
  /** Largest timestamp of all batches before `position`: never falls, so time is searched like offset. */
  readonly maxTimestampBefore: number;
}

/** What an index vouches for: the first `validBytes` of its segment are whole batches that were synced to disk. */
export interface IndexFooter {
  readonly validBytes: number;
  readonly nextOffset: number;
  readonly maxTimestamp: number;
}

/** Every so many bytes of a segment: which offset is there, and how late the records before it are. */
export class SparseIndex {
  readonly #entries: IndexEntry[] = [];
  readonly #baseOffset: number;

  /** `baseOffset` is that of the segment; entries are kept relative to it on disk. */
  constructor(baseOffset: number) {
    this.#baseOffset = baseOffset;
  }

  /** Call for each batch in order, before the batch is counted into the segment's maximum timestamp. */
  add(entry: IndexEntry): void {
    const last = this.#entries.at(-1);
    if (last === undefined || entry.position - last.position >= indexIntervalBytes) this.#entries.push(entry);
  }

  /** The last entry at or before the offset: the place to start walking from. */
  floorOfOffset(offset: number): IndexEntry | undefined {
    return this.#floor((entry) => entry.offset <= offset);
  }

  /** The last entry before which every record is older than `timestamp`. */
  floorOfTime(timestamp: number): IndexEntry | undefined {
    return this.#floor((entry) => entry.maxTimestampBefore < timestamp);
  }

  encode(footer: IndexFooter): Uint8Array {
    const entries = this.#entries.filter((entry) => entry.position < footer.validBytes);
    const bytes = new Uint8Array(entries.length * entryBytes + footerBytes);
    const view = viewOf(bytes);
    let at = 0;
    for (const entry of entries) {
      view.setUint32(at, entry.offset - this.#baseOffset);
      view.setUint32(at + 4, entry.position);
      view.setFloat64(at + 8, entry.maxTimestampBefore);
      at += entryBytes;
    }
    view.setFloat64(at, footer.validBytes);
    view.setFloat64(at + 8, footer.nextOffset);
    view.setFloat64(at + 16, footer.maxTimestamp);
    view.setUint32(at + 24, magic);
    view.setUint32(at + 28, crc32c(bytes.subarray(0, at + 28)));
    return bytes;
  }

  /** Reads what `encode` wrote; undefined when it is torn or of another make, and then the log itself is read again. */
  static decode(bytes: Uint8Array, baseOffset: number): { index: SparseIndex; footer: IndexFooter } | undefined {
    const end = bytes.length - footerBytes;
    if (end < 0 || end % entryBytes !== 0) return undefined;
    const view = viewOf(bytes);
    if (view.getUint32(end + 24) !== magic) return undefined;
    if (view.getUint32(end + 28) !== crc32c(bytes.subarray(0, end + 28))) return undefined;
    const index = new SparseIndex(baseOffset);
    for (let at = 0; at < end; at += entryBytes) {
      index.#entries.push({
        offset: baseOffset + view.getUint32(at),
        position: view.getUint32(at + 4),
        maxTimestampBefore: view.getFloat64(at + 8),
      });
    }
    const footer = {
      validBytes: view.getFloat64(end),
      nextOffset: view.getFloat64(end + 8),
      maxTimestamp: view.getFloat64(end + 16),
    };
    return { index, footer };
  }

  #floor(holds: (entry: IndexEntry) => boolean): IndexEntry | undefined {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && holds(entry)) low = middle + 1;
      else high = middle;
    }
    return this.#entries[low - 1];
  }
}
