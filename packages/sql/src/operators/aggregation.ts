import type { Windowing } from '../plan/physical-plan.ts';
import { compareValues } from '../types/compare.ts';
import type { PackedKey } from './packed-key.ts';
import { type StoreNode, windowOf } from './store-node.ts';
import type { Row, TableListener } from './table-node.ts';
import type { Entry, TableStore } from './table-store.ts';

/** Kafka Streams' and ksqlDB's default for windows that name no grace period. */
export const DEFAULT_GRACE_MS = 86_400_000;

export interface AggregationOptions {
  readonly store: TableStore;
  readonly node: StoreNode;
  readonly windowing: Windowing | null;
  readonly initialize: () => unknown[];
  /** Told when stream time advances: windows that ended at or before this time are closed. Comes before they are forgotten. */
  readonly closed: (closeTime: number) => void;
  /** A record came after its window was closed. */
  readonly late: (timestamp: number) => void;
}

/**
 * The windows that a record falls into. Generated code asks for `first`, changes the row of the entry it gets, calls `done`, and
 * goes on with `next` until that is null: no closure or array is made for a record.
 */
export class Aggregation {
  readonly #store: TableStore;
  readonly #node: StoreNode;
  readonly #initialize: () => unknown[];
  readonly #late: (timestamp: number) => void;
  readonly #closed: (closeTime: number) => void;
  readonly #windowed: boolean;
  readonly #size: number;
  readonly #advance: number;
  readonly #grace: number;
  readonly #retention: number;
  #streamTime = -1;
  #expireAt = 0;
  #start = 0;
  #packed: PackedKey = null;
  #key: Row | null = null;
  #timestamp = 0;

  constructor(options: AggregationOptions) {
    const { windowing } = options;
    this.#store = options.store;
    this.#node = options.node;
    this.#initialize = options.initialize;
    this.#late = options.late;
    this.#closed = options.closed;
    this.#windowed = windowing !== null;
    this.#size = windowing?.sizeMs ?? 0;
    this.#advance = windowing?.advanceMs ?? 1;
    this.#grace = windowing?.graceMs ?? DEFAULT_GRACE_MS;
    this.#retention = Math.max(windowing?.retentionMs ?? 0, this.#size + this.#grace);
  }

  get streamTime(): number {
    return this.#streamTime;
  }

  /** The time at or before which windows that ended are closed. */
  get closeTime(): number {
    return this.#streamTime - this.#grace;
  }

  /** `key` null: the packed key is the key's only column. */
  first(packed: PackedKey, key: Row | null, timestamp: number): Entry | null {
    this.#packed = packed;
    this.#key = key;
    this.#timestamp = timestamp;
    if (!this.#windowed) return this.#prepare(0, 0);
    if (timestamp > this.#streamTime) this.#advanceTo(timestamp);
    const earliest = Math.max(0, timestamp - this.#size + this.#advance);
    this.#start = earliest - (earliest % this.#advance);
    return this.next();
  }

  next(): Entry | null {
    if (!this.#windowed) return null;
    while (this.#start <= this.#timestamp) {
      const start = this.#start;
      this.#start += this.#advance;
      if (start + this.#size > this.closeTime) return this.#prepare(start, start + this.#size);
      this.#late(this.#timestamp);
    }
    return null;
  }

  #prepare(start: number, end: number): Entry {
    const packed = this.#packed;
    const entry = this.#store.find(packed, start) ?? this.#store.create(packed, this.#key ?? [packed], start, end);
    this.#node.before(entry);
    entry.row ??= this.#initialize();
    return entry;
  }

  /** The entry's row was brought up to date. */
  done(entry: Entry): void {
    if (this.#timestamp > entry.timestamp) entry.timestamp = this.#timestamp;
    this.#node.after(entry);
  }

  #advanceTo(timestamp: number): void {
    this.#streamTime = timestamp;
    this.#closed(this.closeTime);
    if (timestamp < this.#expireAt) return;
    this.#store.expire(timestamp - this.#retention);
    this.#expireAt = timestamp + Math.max(60_000, Math.floor(this.#retention / 4));
  }

  /** After a restore: time goes on from the last record that changed the store. */
  resume(): void {
    for (const entry of this.#store.entries()) this.#streamTime = Math.max(this.#streamTime, entry.timestamp);
  }
}

/** EMIT FINAL: holds the windows until they close, then tells each once, by start and then by key. */
export class FinalResults {
  readonly #store: TableStore;
  readonly #listener: TableListener;
  readonly #output: (row: unknown[]) => Row;
  #told: number;

  constructor(store: TableStore, output: (row: unknown[]) => Row, listener: TableListener, toldUpTo: number) {
    this.#store = store;
    this.#output = output;
    this.#listener = listener;
    this.#told = toldUpTo;
  }

  /** After a restore: what was closed by this time was told. */
  resume(toldUpTo: number): void {
    this.#told = toldUpTo;
  }

  close(upTo: number): void {
    if (upTo <= this.#told) return;
    const entries = this.#store.ending(this.#told, upTo);
    this.#told = upTo;
    entries.sort((a, b) => a.start - b.start || compareKeys(a.key, b.key));
    for (const entry of entries) {
      if (entry.row !== null)
        this.#listener(entry.key, windowOf(entry), this.#output(entry.row), null, entry.timestamp);
    }
  }
}

function compareKeys(a: Row, b: Row): number {
  for (const [i, value] of a.entries()) {
    const order = compareValues(value, b[i]);
    if (order !== 0) return order;
  }
  return 0;
}
