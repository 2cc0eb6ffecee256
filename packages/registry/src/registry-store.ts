import type { Logger } from '@millrace/base';
import type { Decision } from './decide/decision.ts';
import { ParsedSchemas } from './decide/parsed-schemas.ts';
import { RegistryError, storeFailed } from './errors.ts';
import type { OpenLog, StateLog } from './log.ts';
import { guidOf } from './state/content.ts';
import { decodeRecord, encodeRecord, type RegistryRecord } from './state/record.ts';
import { apply, emptyState, type Place, type RegistryState } from './state/registry-state.ts';

/** A write loses its race to another registry at most this often before the client is told to try again. */
const attemptsMax = 20;

/** `lost` is how often the decision was made before and lost its race. */
type Decide<A> = (state: RegistryState, lost: number) => Decision<A>;

/** The state and its log: decides commands one after another, and answers each when its records have been read back. */
export class RegistryStore {
  readonly parsed = new ParsedSchemas();
  readonly state: RegistryState = emptyState();
  readonly #logger: Logger;
  #log: StateLog | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Replays the log, and settles what a registry that died in a race has left unsettled. */
  static async open(openLog: OpenLog, logger: Logger): Promise<RegistryStore> {
    const store = new RegistryStore(logger);
    store.#log = await openLog((key, value) => store.#read(key, value));
    for (const place of store.state.disputed.values()) await store.#settle(place);
    return store;
  }

  /**
   * Decides on the newest state and writes what follows from it. A decision whose records lost a race is made again.
   * @throws RegistryError what `decide` throws, or 50001 when the log cannot be written
   */
  write<A>(decide: Decide<A>): Promise<A> {
    const result = this.#last.then(() => this.#attempt(decide));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#log?.close();
  }

  async #attempt<A>(decide: Decide<A>): Promise<A> {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const { records, answer } = decide(this.state, attempt);
      if (records.length === 0) return answer;
      await this.#append(records);
      const lost = records.filter((record) => !this.#holds(record));
      if (lost.length === 0) return answer;
      for (const record of lost) if (record.kind === 'schema') await this.#settle(record);
    }
    throw storeFailed(`another registry was faster ${attemptsMax} times`);
  }

  /** Whether a record that has been read back is what the state says. */
  #holds(record: RegistryRecord): boolean {
    if (record.kind !== 'schema' || record.value === null) return true;
    const stored = this.state.subjects.get(record.subject)?.get(record.version);
    // Another registry may have chosen the same id and version for other content.
    return stored?.id === record.value.id && stored.guid === guidOf(record.value);
  }

  /** Writes the version that won once more, so that it is the last of its key and compaction keeps it. */
  async #settle({ subject, version }: Place): Promise<void> {
    const value = this.state.subjects.get(subject)?.get(version);
    if (value !== undefined) await this.#append([{ kind: 'schema', subject, version, value }]);
  }

  async #append(records: readonly RegistryRecord[]): Promise<void> {
    if (this.#log === undefined) throw storeFailed('the log is not open');
    try {
      const offset = await this.#log.append(records.map(encodeRecord));
      await this.#log.readTo(offset);
    } catch (error) {
      if (error instanceof RegistryError) throw error;
      this.#logger.error({ error }, 'writing to the schema log failed');
      throw storeFailed(error instanceof Error ? error.message : String(error));
    }
  }

  #read(key: Uint8Array | null, value: Uint8Array | null): void {
    const record = decodeRecord(key, value);
    if (record === undefined)
      this.#logger.warn({}, 'a record of the schema log is not of a known form and was passed over');
    else apply(this.state, record);
  }
}
