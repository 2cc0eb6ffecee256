import type { StreamStreamJoinStep } from '../plan/physical-plan.ts';
import type { SqlType } from '../types/sql-type.ts';
import { decodeState, encodeState } from './state-codec.ts';
import { keyPacker, type PackedKey } from './packed-key.ts';
import type { Row } from './table-node.ts';
import type { ChangelogWriter, StateStore } from './table-store.ts';
import type { InputRecord, Window } from './topology.ts';
import { DEFAULT_GRACE_MS } from './aggregation.ts';

interface Kept {
  readonly key: Row;
  /** Of a windowed key: only records of the same window meet. */
  readonly window: Window | null;
  readonly packed: PackedKey;
  readonly row: Row;
  readonly timestamp: number;
  readonly sequence: number;
  /** Has met a record of the other side, or was told without one. */
  joined: boolean;
  /** The changelog holds it. */
  logged: boolean;
}

type Forward = (key: Row, window: Window | null, row: Row, timestamp: number) => void;

const LONG: SqlType = { kind: 'BIGINT' };

/** The records of one side, by key, each list in the order of time. */
class JoinBuffer implements StateStore {
  readonly changelogTopic: string;
  readonly rows = new Map<PackedKey, Kept[]>();
  readonly #pack: (key: Row) => PackedKey;
  readonly #packWindowed: (key: Row) => PackedKey;
  readonly #keyTypes: readonly SqlType[];
  readonly #rowTypes: readonly SqlType[];
  /** Session windows must agree in their ends too; of time windows only the starts are in the key. */
  readonly #sessions: boolean;
  #sequence = 0;
  #dirty = new Set<Kept>();
  #forgotten: Kept[] = [];

  constructor(changelogTopic: string, sessions: boolean, keyTypes: readonly SqlType[], rowTypes: readonly SqlType[]) {
    this.changelogTopic = changelogTopic;
    this.#sessions = sessions;
    this.#keyTypes = [...keyTypes, LONG, LONG, LONG, LONG];
    this.#rowTypes = [...rowTypes, { kind: 'BOOLEAN' }];
    this.#pack = keyPacker(keyTypes);
    this.#packWindowed = keyPacker([...keyTypes, LONG, LONG]);
  }

  pack(key: Row, window: Window | null): PackedKey {
    return window === null
      ? this.#pack(key)
      : this.#packWindowed([...key, window.start, this.#sessions ? window.end : 0]);
  }

  add(packed: PackedKey, key: Row, window: Window | null, row: Row, timestamp: number, joined: boolean): Kept {
    this.#sequence += 1;
    const kept: Kept = { key, window, packed, row, timestamp, sequence: this.#sequence, joined, logged: false };
    this.#insert(kept);
    this.touched(kept);
    return kept;
  }

  #insert(kept: Kept): void {
    const list = this.rows.get(kept.packed);
    if (list === undefined) {
      this.rows.set(kept.packed, [kept]);
      return;
    }
    let at = list.length;
    while (at > 0 && (list[at - 1]?.timestamp ?? 0) > kept.timestamp) at -= 1;
    list.splice(at, 0, kept);
  }

  touched(kept: Kept): void {
    this.#dirty.add(kept);
  }

  expire(before: number): void {
    for (const [packed, list] of this.rows) {
      const found = list.findIndex((kept) => kept.timestamp >= before);
      const expired = list.splice(0, found < 0 ? list.length : found);
      for (const kept of expired) this.#forgotten.push(kept);
      if (list.length === 0) this.rows.delete(packed);
    }
  }

  #changelogKey({ key, window, timestamp, sequence }: Kept): Uint8Array {
    return encodeState([...key, window?.start ?? null, window?.end ?? null, timestamp, sequence], this.#keyTypes);
  }

  drain(write: ChangelogWriter): void {
    const forgotten = new Set(this.#forgotten);
    for (const kept of this.#dirty) {
      if (forgotten.has(kept)) continue;
      kept.logged = true;
      const value = encodeState([...kept.row, kept.joined], this.#rowTypes);
      write(this.changelogTopic, this.#changelogKey(kept), value, kept.timestamp);
    }
    for (const kept of forgotten) {
      if (kept.logged) write(this.changelogTopic, this.#changelogKey(kept), null, kept.timestamp);
    }
    this.#dirty.clear();
    this.#forgotten = [];
  }

  restore(records: readonly InputRecord[]): void {
    for (const record of records) {
      if (record.key === null) continue;
      const key = decodeState(record.key, this.#keyTypes);
      const sequence = Number(key.pop());
      const timestamp = Number(key.pop());
      const end = key.pop();
      const start = key.pop();
      const window = start === null ? null : { start: Number(start), end: Number(end) };
      this.#sequence = Math.max(this.#sequence, sequence);
      const packed = this.pack(key, window);
      const list = this.rows.get(packed) ?? [];
      const known = list.find((kept) => kept.sequence === sequence);
      if (record.value === null) {
        if (known !== undefined) list.splice(list.indexOf(known), 1);
        continue;
      }
      const row = decodeState(record.value, this.#rowTypes);
      const joined = row.pop() === true;
      if (known === undefined) this.#insert({ key, window, packed, row, timestamp, sequence, joined, logged: true });
      else known.joined = joined;
    }
  }
}

/**
 * Joins records of two streams with the same key whose times lie close enough. With a grace period an outer join tells a record
 * that met none when its window has closed; without one, at once, as ksqlDB's older form does.
 */
export class StreamStreamJoin {
  readonly #left: JoinBuffer;
  readonly #right: JoinBuffer;
  readonly #step: StreamStreamJoinStep;
  readonly #forward: Forward;
  readonly #grace: number;
  readonly #waiting: Kept[] = [];
  readonly #waitingLeft = new Set<Kept>();
  #streamTime = -1;
  #expireAt = 0;

  constructor(step: StreamStreamJoinStep, forward: Forward) {
    const keyTypes = step.schema.key.map((column) => column.type);
    const types = (side: 'left' | 'right'): SqlType[] => step[side].schema.value.map((column) => column.type);
    const sessions = step.window?.type === 'SESSION';
    this.#left = new JoinBuffer(
      step.leftStore.changelogTopic ?? step.leftStore.name,
      sessions,
      keyTypes,
      types('left'),
    );
    this.#right = new JoinBuffer(
      step.rightStore.changelogTopic ?? step.rightStore.name,
      sessions,
      keyTypes,
      types('right'),
    );
    this.#step = step;
    this.#forward = forward;
    this.#grace = step.graceMs ?? DEFAULT_GRACE_MS;
  }

  get stores(): readonly StateStore[] {
    return [this.#left, this.#right];
  }

  process(isLeft: boolean, key: Row, window: Window | null, row: Row, timestamp: number): void {
    const { beforeMs, afterMs, graceMs } = this.#step;
    const [mine, other] = isLeft ? [this.#left, this.#right] : [this.#right, this.#left];
    const from = timestamp - (isLeft ? beforeMs : afterMs);
    const to = timestamp + (isLeft ? afterMs : beforeMs);
    this.#streamTime = Math.max(this.#streamTime, timestamp);
    if (timestamp === this.#streamTime) this.#tellClosed();
    const packed = mine.pack(key, window);
    const kept =
      timestamp >= this.#streamTime - this.#retention ? mine.add(packed, key, window, row, timestamp, false) : null;
    let met = false;
    for (const candidate of other.rows.get(packed) ?? []) {
      if (candidate.timestamp < from || candidate.timestamp > to) continue;
      met = true;
      this.#markJoined(candidate, other);
      const joined = isLeft ? [...row, ...candidate.row] : [...candidate.row, ...row];
      this.#forward(key, window, joined, Math.max(timestamp, candidate.timestamp));
    }
    if (met || !this.#outer(isLeft)) {
      if (kept !== null) kept.joined = true;
      return;
    }
    if (graceMs === null || to < this.#streamTime || kept === null) {
      if (kept !== null) kept.joined = true;
      this.#tellAlone(isLeft, key, window, row, timestamp);
    } else this.#wait(kept, isLeft);
  }

  get #retention(): number {
    return this.#step.beforeMs + this.#step.afterMs + this.#grace;
  }

  #outer(isLeft: boolean): boolean {
    const { type } = this.#step;
    return type === 'FULL' || type === (isLeft ? 'LEFT' : 'RIGHT');
  }

  #markJoined(kept: Kept, buffer: JoinBuffer): void {
    if (kept.joined) return;
    kept.joined = true;
    buffer.touched(kept);
  }

  #tellAlone(isLeft: boolean, key: Row, window: Window | null, row: Row, timestamp: number): void {
    const missing = this.#step[isLeft ? 'right' : 'left'].schema.value.map(() => null);
    this.#forward(key, window, isLeft ? [...row, ...missing] : [...missing, ...row], timestamp);
  }

  #wait(kept: Kept, isLeft: boolean): void {
    let at = this.#waiting.length;
    while (at > 0 && (this.#waiting[at - 1]?.timestamp ?? 0) > kept.timestamp) at -= 1;
    this.#waiting.splice(at, 0, kept);
    if (isLeft) this.#waitingLeft.add(kept);
  }

  /** Tells the records that met none and no longer can. */
  #tellClosed(): void {
    const { beforeMs, afterMs } = this.#step;
    for (let i = 0; i < this.#waiting.length;) {
      const kept = this.#waiting[i];
      if (kept === undefined) break;
      const isLeft = this.#waitingLeft.has(kept);
      const closes = kept.timestamp + (isLeft ? afterMs : beforeMs) + this.#grace;
      if (!kept.joined && closes >= this.#streamTime) {
        i += 1;
        continue;
      }
      this.#waiting.splice(i, 1);
      this.#waitingLeft.delete(kept);
      if (kept.joined) continue;
      this.#markJoined(kept, isLeft ? this.#left : this.#right);
      this.#tellAlone(isLeft, kept.key, kept.window, kept.row, kept.timestamp);
    }
    this.#expire();
  }

  #expire(): void {
    if (this.#streamTime < this.#expireAt) return;
    this.#left.expire(this.#streamTime - this.#retention);
    this.#right.expire(this.#streamTime - this.#retention);
    this.#expireAt = this.#streamTime + Math.max(1000, Math.floor(this.#retention / 4));
  }

  /** After a restore: time goes on from the last record kept, and records that met none wait again. */
  resume(): void {
    for (const [isLeft, buffer] of [[true, this.#left] as const, [false, this.#right] as const]) {
      for (const list of buffer.rows.values()) {
        for (const kept of list) {
          this.#streamTime = Math.max(this.#streamTime, kept.timestamp);
          if (!kept.joined && this.#outer(isLeft)) this.#wait(kept, isLeft);
        }
      }
    }
  }
}
