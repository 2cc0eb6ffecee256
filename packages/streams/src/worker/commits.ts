import type { OutputBuffer } from './output-buffer.ts';
import type { TransactionWriter } from './ports.ts';
import type { QueryTasks } from './query-tasks.ts';

const idleWaitMs = 250;
const underWayMs = 5;

export interface CommitParts {
  readonly tasks: QueryTasks;
  readonly writer: TransactionWriter;
  readonly output: OutputBuffer;
  readonly log: ProcessingLog;
}

export interface ProcessingLog {
  readonly topic: string;
  /** Records since the last call. */
  take(): readonly Uint8Array[];
}

/** One transaction after the other; the next epoch is processed while the last is written. */
export class Commits {
  /** When the first record of the open epoch was processed; undefined while there is none. */
  dirtySince: number | undefined;
  readonly #parts: CommitParts;
  #underWay: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: CommitParts) {
    this.#parts = parts;
  }

  /** Whether the open epoch is old enough, and the one before it is written. */
  isDue(intervalMs: number, now: number): boolean {
    return this.#underWay === undefined && this.dirtySince !== undefined && now - this.dirtySince >= intervalMs;
  }

  /** How long to wait for records before the next look here: at least 1 ms, so that a wait is always one. */
  dueInMs(intervalMs: number, now: number): number {
    if (this.dirtySince === undefined) return idleWaitMs;
    if (this.#underWay !== undefined) return underWayMs;
    return Math.min(idleWaitMs, Math.max(1, this.dirtySince + intervalMs - now));
  }

  /** Throws what the last transaction failed with, should no other be begun. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Waits for the transaction before, and starts the next unless records are still between two tasks. */
  async begin(): Promise<void> {
    await this.#underWay;
    if (this.dirtySince === undefined) return;
    const { tasks, output, writer, log } = this.#parts;
    if (!tasks.flush()) return;
    tasks.drainChangelog((at, key, value, timestamp) => output.append(at.topic, at.partition, key, value, timestamp));
    for (const record of log.take()) output.append(log.topic, 0, null, record, this.dirtySince);
    const epoch = output.seal(tasks.offsets());
    this.dirtySince = undefined;
    const done = writer.commit(epoch).then(() => {
      this.#underWay = undefined;
    });
    this.#underWay = done;
    done.catch((error: unknown) => {
      this.#failure = { error };
    });
  }

  /** Commits what there is and waits for it. */
  async commit(): Promise<void> {
    await this.begin();
    await this.#underWay;
  }

  /** Waits until nothing is being written, whatever came of it. */
  async settled(): Promise<void> {
    await this.#underWay?.catch(() => undefined);
  }
}
