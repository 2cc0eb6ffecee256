import { setImmediate } from 'node:timers/promises';
import { assert, type Logger } from '@millrace/base';
import { layerOver, type Decision, type LogFormat, type Tables } from './log-format.ts';
import type { EncodedRecord, OpenLog, ReadRecord, StateLog } from './state-log.ts';

/** A write loses its race to another writer at most this often before the client is told to try again. */
const attemptsMax = 20;

/** What goes into one append; a topic takes batches up to 1 MiB by default. */
const batchBytesMax = 512 * 1024;

/** Small beside an append, which takes about a millisecond. */
const gatherMs = 0.3;

/** `lost` is how often the decision was made before and lost its race. Raises what refuses the command. */
export type Decide<S, R, A> = (state: S, lost: number) => Decision<R, A>;

/** Someone who waits for the answer to a command. */
interface Command<S, R> {
  readonly lost: number;
  decide(state: S): Outcome<R>;
  fail(error: Error): void;
  again(): Command<S, R>;
}

/** What a command leads to. It is answered, or refused, once its records and those before it are read back. */
interface Outcome<R> {
  readonly records: readonly R[];
  readonly settle: () => void;
}

interface Decided<S, R> extends Outcome<R> {
  readonly command: Command<S, R>;
  readonly encoded: readonly EncodedRecord[];
}

/**
 * A state and its log. While one append is under way commands queue; then all that wait are decided one after another, each on what
 * those before it lead to, written in one append, read back, and answered. `state` is only what was read back.
 */
export class LogStore<S extends Tables<S>, R> {
  readonly state: S;
  readonly #format: LogFormat<S, R>;
  readonly #logger: Logger;
  #log: StateLog | undefined;
  readonly #waiting: Command<S, R>[] = [];
  #draining: Promise<void> | undefined;
  /** How many commands the last append answered. */
  #answered = 0;
  /** Records that were refused since the last append began, by `fingerprint`. */
  readonly #refused = new Set<string>();

  private constructor(format: LogFormat<S, R>, logger: Logger) {
    this.state = format.empty();
    this.#format = format;
    this.#logger = logger;
  }

  /** Replays the log, and mends what a writer that died in a race has left. */
  static async open<S extends Tables<S>, R>(
    format: LogFormat<S, R>,
    openLog: OpenLog,
    logger: Logger,
  ): Promise<LogStore<S, R>> {
    const store = new LogStore(format, logger);
    store.#log = await openLog((...record) => store.#read(...record));
    await store.#drain(format.repairs(store.state));
    return store;
  }

  /**
   * Decides on the newest state and writes what follows from it. A decision whose records lost a race is made again.
   * @throws what `decide` raises, or `format.failed` when the log cannot be written
   */
  write<A>(decide: Decide<S, R, A>): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(commandOf(decide, resolve, reject, 0));
      this.#draining ??= this.#drain([]);
    });
  }

  /** Answers what waits, then lets go of the log. */
  async close(): Promise<void> {
    await this.#draining;
    await this.#log?.close();
  }

  async #drain(repairs: readonly R[]): Promise<void> {
    await this.#gather();
    while (this.#waiting.length > 0 || repairs.length > 0) {
      repairs = await this.#writeBatch(repairs);
      await this.#gather();
    }
    this.#draining = undefined;
  }

  /**
   * Lets those who were answered last come again, so that they share an append with those who wait: two that take turns cost twice
   * as much. What arrives in the same turn of the event loop is waited for at least.
   */
  async #gather(): Promise<void> {
    const expected = this.#answered > 1 ? this.#waiting.length + this.#answered : 0;
    let [there, since] = [this.#waiting.length, performance.now()];
    do {
      await setImmediate();
      if (this.#waiting.length > there) [there, since] = [this.#waiting.length, performance.now()];
    } while (there < expected && performance.now() - since < gatherMs);
  }

  /** Decides and writes one batch, `repairs` first; gives the repairs that it made necessary. */
  async #writeBatch(repairs: readonly R[]): Promise<readonly R[]> {
    const view = layerOver(this.state);
    const mended = repairs.flatMap((record) => this.#format.encode(view, record));
    for (const record of repairs) this.#format.apply(view, record);
    const batch = this.#decideWaiting(view, sizeOf(mended));
    const encoded = [...mended, ...batch.flatMap((decided) => decided.encoded)];
    try {
      if (encoded.length > 0) await this.#append(encoded);
    } catch (cause) {
      this.#logger.error({ error: cause }, 'writing to the log of the state failed');
      const error = this.#format.failed(cause);
      for (const { command } of batch) command.fail(error);
      return [];
    }
    this.#settle(batch);
    this.#answered = batch.length;
    const records = [...repairs, ...batch.flatMap((decided) => decided.records)];
    return records.flatMap((record) => this.#format.repair(this.state, record) ?? []);
  }

  #decideWaiting(view: S, bytesBefore: number): readonly Decided<S, R>[] {
    const batch: Decided<S, R>[] = [];
    let bytes = bytesBefore;
    for (let command = this.#waiting.shift(); command !== undefined; command = this.#waiting.shift()) {
      const outcome = command.decide(view);
      const encoded = outcome.records.flatMap((record) => this.#format.encode(view, record));
      bytes += sizeOf(encoded);
      if (bytes > batchBytesMax && batch.length > 0) {
        this.#waiting.unshift(command);
        break;
      }
      for (const record of outcome.records) this.#format.apply(view, record);
      batch.push({ ...outcome, command, encoded });
    }
    return batch;
  }

  /** Answers what holds. What was refused, and what wrote nothing but may have seen what was refused, is decided again. */
  #settle(batch: readonly Decided<S, R>[]): void {
    const again: Command<S, R>[] = [];
    for (const { command, encoded, settle } of batch) {
      const isRefused = this.#refused.size > 0 && encoded.some((record) => this.#refused.has(fingerprint(record)));
      if (!isRefused && (again.length === 0 || encoded.length > 0)) settle();
      else if (command.lost + 1 < attemptsMax) again.push(command.again());
      else command.fail(this.#format.failed(new Error(`another writer was faster ${attemptsMax} times`)));
    }
    this.#waiting.unshift(...again);
  }

  async #append(records: readonly EncodedRecord[]): Promise<void> {
    assert(this.#log !== undefined, 'the log is open before anything is written');
    this.#refused.clear();
    await this.#log.readTo(await this.#log.append(records));
  }

  #read(...[key, value, timestamp, headers]: Parameters<ReadRecord>): void {
    const record = this.#format.decode(key, value, timestamp, headers);
    if (record === undefined) {
      this.#logger.warn({}, 'a record of the log is not of a known form and was passed over');
    } else if (!this.#format.apply(this.state, record) && key !== null) {
      this.#refused.add(fingerprint({ key, value }));
    }
  }
}

function commandOf<S, R, A>(
  decide: Decide<S, R, A>,
  resolve: (answer: A) => void,
  reject: (error: unknown) => void,
  lost: number,
): Command<S, R> {
  return {
    lost,
    decide(state) {
      try {
        const { records, answer } = decide(state, lost);
        return { records, settle: () => resolve(answer) };
      } catch (error) {
        return { records: [], settle: () => reject(error) };
      }
    },
    fail: reject,
    again: () => commandOf(decide, resolve, reject, lost + 1),
  };
}

function sizeOf(records: readonly EncodedRecord[]): number {
  return records.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
}

function fingerprint({ key, value }: EncodedRecord): string {
  return JSON.stringify([key, value].map((bytes) => bytes && Buffer.from(bytes).toString('latin1')));
}
