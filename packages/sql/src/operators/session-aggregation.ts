import type { Windowing } from '../plan/physical-plan.ts';
import type { Aggregator } from '../functions/function.ts';
import type { AggregateCall } from '../plan/physical-plan.ts';
import { DEFAULT_GRACE_MS } from './aggregation.ts';
import type { PackedKey } from './packed-key.ts';
import { type StoreNode, windowOf } from './store-node.ts';
import type { Row, TableListener } from './table-node.ts';
import type { Entry, TableStore } from './table-store.ts';

export interface SessionOptions {
  readonly store: TableStore;
  readonly node: StoreNode;
  readonly windowing: Windowing;
  readonly calls: readonly { readonly call: AggregateCall; readonly aggregator: Aggregator }[];
  readonly output: (state: unknown[]) => Row;
  readonly initialize: () => unknown[];
  readonly late: (timestamp: number) => void;
  readonly final: boolean;
}

/** Session windows: a record joins the sessions that lie no further than the gap from it into one. */
export class SessionAggregation {
  readonly #options: SessionOptions;
  readonly #gap: number;
  readonly #grace: number;
  readonly #retention: number;
  #listener: TableListener = () => undefined;
  #streamTime = -1;
  #told = -1;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#gap = options.windowing.sizeMs;
    this.#grace = options.windowing.graceMs ?? DEFAULT_GRACE_MS;
    this.#retention = Math.max(options.windowing.retentionMs ?? 0, this.#gap + this.#grace);
  }

  /** Told the final results. */
  listen(listener: TableListener): void {
    this.#listener = listener;
  }

  resume(): void {
    for (const entry of this.#options.store.entries()) this.#streamTime = Math.max(this.#streamTime, entry.end);
    this.#told = this.#closeTime;
  }

  get #closeTime(): number {
    return this.#streamTime - this.#grace - this.#gap;
  }

  process(packed: PackedKey, key: Row, timestamp: number, update: (state: unknown[]) => void): void {
    const { store, node, initialize, late } = this.#options;
    if (timestamp > this.#streamTime) {
      this.#streamTime = timestamp;
      // Closed sessions are told before they are forgotten.
      if (this.#options.final) this.#close();
      store.expire(timestamp - this.#retention - this.#gap);
    }
    const merged = this.#near(packed, timestamp);
    const start = Math.min(timestamp, ...merged.map((entry) => entry.start));
    const end = Math.max(timestamp, ...merged.map((entry) => entry.end));
    if (end < this.#closeTime) {
      late(timestamp);
      return;
    }
    const state = this.#mergedState(merged) ?? initialize();
    const grown = start !== timestamp || end !== timestamp;
    const same = merged.find((entry) => entry.start === start && entry.end === end);
    if (grown) for (const entry of merged) this.#remove(entry);
    const entry = !grown && same !== undefined ? same : store.create(packed, key, start, end);
    node.before(entry);
    update(state);
    entry.row = state;
    entry.timestamp = end;
    node.after(entry);
  }

  #near(packed: PackedKey, timestamp: number): Entry[] {
    const near: Entry[] = [];
    for (const entry of this.#options.store.windows(packed)) {
      if (entry.row !== null && entry.end >= timestamp - this.#gap && entry.start <= timestamp + this.#gap)
        near.push(entry);
    }
    return near.sort((a, b) => a.start - b.start);
  }

  #mergedState(merged: readonly Entry[]): unknown[] | null {
    const { calls } = this.#options;
    let state: unknown[] | null = null;
    for (const { row } of merged) {
      if (row === null) continue;
      const offset = row.length - calls.length;
      const left: unknown[] | null = state;
      // The columns that are no aggregates are those of the latest session.
      state =
        left === null
          ? [...row]
          : row.map((value, i) => (i < offset ? value : calls[i - offset]?.aggregator.merge(left[i], value)));
    }
    return state;
  }

  #remove(entry: Entry): void {
    const { store, node } = this.#options;
    node.before(entry);
    store.remove(entry);
    node.after(entry);
  }

  #close(): void {
    const closeTime = this.#closeTime;
    if (closeTime <= this.#told) return;
    // A session is closed when its end lies before the close time; ends are whole milliseconds.
    for (const entry of this.#options.store.ending(this.#told - 1, closeTime - 1)) {
      if (entry.row !== null)
        this.#listener(entry.key, windowOf(entry), this.#options.output(entry.row), null, entry.timestamp);
    }
    this.#told = closeTime;
  }
}
