import type { SqlType } from '../types/sql-type.ts';
import { decodeState, encodeEntryKey, encodeEntryRow } from './state-codec.ts';
import { keyPacker, type PackedKey } from './packed-key.ts';
import type { InputRecord } from './topology.ts';

/** What a table knows of one key, or of one window of a key. */
export interface Entry {
  readonly packed: PackedKey;
  readonly key: readonly unknown[];
  /** Milliseconds; both 0 where keys are not windowed. */
  readonly start: number;
  readonly end: number;
  /** The row of a table, or the states of an aggregation. Null once deleted. */
  row: unknown[] | null;
  timestamp: number;
  /** Changed since the changelog was last written. */
  dirty: boolean;
  /** The changelog holds it. */
  logged: boolean;
  /** Forgotten by the store. Its row stays for a table that has yet to forward it. */
  expired: boolean;
  /** Changed since the table last forwarded it, with what it forwarded then (null: nothing). */
  held: boolean;
  previous: unknown[] | null;
}

export type ChangelogWriter = (topic: string, key: Uint8Array, value: Uint8Array | null, timestamp: number) => void;

export interface StateStore {
  readonly changelogTopic: string;
  drain(write: ChangelogWriter): void;
  restore(records: readonly InputRecord[]): void;
}

export interface TableStoreOptions {
  readonly changelogTopic: string;
  /** The topic itself is the changelog: nothing is written, and `restore` is not called. */
  readonly changelogIsSource: boolean;
  readonly keyTypes: readonly SqlType[];
  readonly rowTypes: readonly SqlType[];
  readonly windowed: boolean;
  /** Every window starts at a multiple of this, in milliseconds: small integers are quicker keys than timestamps. */
  readonly unitMs: number;
}

const WINDOW_TYPES: readonly SqlType[] = [{ kind: 'BIGINT' }, { kind: 'BIGINT' }];
const TIMESTAMP_TYPES: readonly SqlType[] = [{ kind: 'BIGINT' }];

/**
 * Entries by key and window start, in memory. Windows of one key are kept in the order they came; `expire` deletes those that ended
 * before a time, in the changelog too.
 */
export class TableStore implements StateStore {
  readonly changelogTopic: string;
  readonly pack: (key: readonly unknown[]) => PackedKey;
  readonly #options: TableStoreOptions;
  readonly #windowed: boolean;
  readonly #unitMs: number;
  /** One of the two is used: a key has one entry, or one a window. */
  readonly #single = new Map<PackedKey, Entry>();
  readonly #entries = new Map<PackedKey, Map<number, Entry>>();
  readonly #byEnd = new Map<number, Entry[]>();
  #dirty: Entry[] = [];

  constructor(options: TableStoreOptions) {
    this.#options = options;
    this.#windowed = options.windowed;
    this.#unitMs = options.unitMs;
    this.changelogTopic = options.changelogTopic;
    this.pack = keyPacker(options.keyTypes);
  }

  find(packed: PackedKey, start: number): Entry | undefined {
    return this.#windowed ? this.#entries.get(packed)?.get(start / this.#unitMs) : this.#single.get(packed);
  }

  /** The row of a key without windows. */
  row(packed: PackedKey): unknown[] | null {
    return this.#single.get(packed)?.row ?? null;
  }

  /** All windows of a key. */
  windows(packed: PackedKey): Iterable<Entry> {
    const single = this.#single.get(packed);
    return single === undefined ? (this.#entries.get(packed)?.values() ?? []) : [single];
  }

  *entries(): Iterable<Entry> {
    yield* this.#single.values();
    for (const windows of this.#entries.values()) yield* windows.values();
  }

  /** Entries whose windows end after one time and at or before another, in the order of their ends. */
  ending(after: number, upTo: number): Entry[] {
    const ends = [...this.#byEnd.keys()].filter((end) => end > after && end <= upTo).sort((a, b) => a - b);
    return ends.flatMap((end) => this.#byEnd.get(end) ?? []);
  }

  create(packed: PackedKey, key: readonly unknown[], start: number, end: number): Entry {
    const entry: Entry = {
      packed,
      key,
      start,
      end,
      row: null,
      timestamp: 0,
      dirty: false,
      logged: false,
      expired: false,
      held: false,
      previous: null,
    };
    if (!this.#options.windowed) {
      this.#single.set(packed, entry);
      return entry;
    }
    let windows = this.#entries.get(packed);
    if (windows === undefined) {
      windows = new Map();
      this.#entries.set(packed, windows);
    }
    windows.set(start / this.#unitMs, entry);
    const same = this.#byEnd.get(end);
    if (same === undefined) this.#byEnd.set(end, [entry]);
    else same.push(entry);
    return entry;
  }

  /** Must follow every change of an entry's row. */
  changed(entry: Entry): void {
    if (entry.dirty) return;
    entry.dirty = true;
    this.#dirty.push(entry);
  }

  remove(entry: Entry): void {
    entry.row = null;
    this.#forget(entry);
    this.changed(entry);
  }

  #forget(entry: Entry): void {
    if (this.#single.get(entry.packed) === entry) this.#single.delete(entry.packed);
    const windows = this.#entries.get(entry.packed);
    const slot = entry.start / this.#unitMs;
    if (windows?.get(slot) === entry) windows.delete(slot);
    if (windows?.size === 0) this.#entries.delete(entry.packed);
  }

  /** Forgets the windows that ended at or before a time. */
  expire(before: number): void {
    for (const [end, entries] of this.#byEnd) {
      if (end > before) continue;
      this.#byEnd.delete(end);
      for (const entry of entries) {
        if (entry.expired || entry.row === null) continue;
        this.#forget(entry);
        entry.expired = true;
        this.changed(entry);
      }
    }
  }

  drain(write: ChangelogWriter): void {
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const entry of dirty) {
      entry.dirty = false;
      const gone = entry.expired || entry.row === null;
      if (this.#options.changelogIsSource || (gone && !entry.logged)) continue;
      entry.logged = !gone;
      const key = encodeEntryKey(entry.key, this.#options.keyTypes, entry.start, entry.end);
      write(this.changelogTopic, key, this.#value(entry), entry.timestamp);
    }
  }

  #value(entry: Entry): Uint8Array | null {
    if (entry.row === null || entry.expired) return null;
    return encodeEntryRow(entry.row, this.#options.rowTypes, entry.timestamp);
  }

  restore(records: readonly InputRecord[]): void {
    for (const record of records) {
      if (record.key === null) continue;
      const parts = decodeState(record.key, [...this.#options.keyTypes, ...WINDOW_TYPES]);
      const key = parts.slice(0, -2);
      const [start, end] = parts.slice(-2) as [number, number];
      const packed = this.pack(key);
      const known = this.find(packed, start);
      // A session that grew has another end: it is another entry, and the old one's deletion must not hit it.
      const same = known?.end === end ? known : undefined;
      const entry = same ?? (record.value === null ? undefined : this.create(packed, key, start, end));
      if (entry === undefined) continue;
      if (record.value === null) this.remove(entry);
      else {
        const row = decodeState(record.value, [...this.#options.rowTypes, ...TIMESTAMP_TYPES]);
        entry.timestamp = Number(row.pop());
        entry.row = row;
      }
      entry.dirty = false;
      entry.logged = true;
    }
    this.#dirty = [];
  }
}
