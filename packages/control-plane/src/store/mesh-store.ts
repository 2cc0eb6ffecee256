import { assert, MillraceError } from '@millrace/base';
import type { Clock, Logger } from '@millrace/base';
import { apply, decide, initialState, parseFact } from '@millrace/mesh';
import type { Command, Fact, ForeignFact, MeshState, Rejection } from '@millrace/mesh';
import type { FactLog, FactRecord, OpenFactLog } from '../log/fact-log.ts';

/** How often a command is decided anew when another control plane was faster. Beyond it the log is too busy to go on. */
const attemptsMax = 16;

export interface AcceptedFact {
  /** Offset on the log. */
  readonly offset: number;
  readonly fact: Fact | ForeignFact;
}

export interface MeshStoreOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  /** Names this control plane in its facts. */
  readonly source: string;
}

/** Who wants something, and what they looked at. */
export interface Intent {
  readonly actor: string;
  /** Version of the aggregate the person decided on. With it a command that came too late is refused, not decided anew. */
  readonly version?: number;
}

/** The state of the mesh, folded from the log; the only way to change it is a command that the log's order lets through. */
export class MeshStore {
  readonly #options: MeshStoreOptions;
  readonly #listeners = new Set<(accepted: AcceptedFact) => void>();
  readonly #accepted: AcceptedFact[] = [];
  readonly #ids = new Set<string>();
  #state: MeshState = initialState;
  #log: FactLog | undefined;

  private constructor(options: MeshStoreOptions) {
    this.#options = options;
  }

  /** Replays the log, then follows it. */
  static async open(open: OpenFactLog, options: MeshStoreOptions): Promise<MeshStore> {
    const store = new MeshStore(options);
    store.#log = await open((record) => store.#read(record));
    return store;
  }

  get state(): MeshState {
    return this.#state;
  }

  /** Every accepted fact in the log's order: the audit log. */
  get accepted(): readonly AcceptedFact[] {
    return this.#accepted;
  }

  onFact(listener: (accepted: AcceptedFact) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Throws what `execute` would throw, and changes nothing: for commands that are told when they are done elsewhere. */
  check(command: Command, intent: Intent): void {
    this.#decide(command, intent);
  }

  /**
   * Decides, appends, and resolves when the facts have been read back and hold. Gives the facts, none when it was so already.
   * Throws the rejection as a MillraceError.
   */
  async execute(command: Command, intent: Intent): Promise<readonly Fact[]> {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const facts = this.#decide(command, intent);
      if (await this.#append(facts)) return facts;
    }
    throw new MillraceError('CONFLICT', `Others changed the same ${attemptsMax} times while this was decided.`);
  }

  async close(): Promise<void> {
    await this.#log?.close();
  }

  #decide(command: Command, intent: Intent): readonly Fact[] {
    const decision = decide(this.#state, command, {
      id: this.#options.newId(),
      time: new Date(this.#options.clock.now()).toISOString(),
      source: this.#options.source,
      ...intent,
    });
    if (decision.kind === 'rejected') throw rejection(decision);
    return decision.facts;
  }

  /** Whether every fact held when it was read back. */
  async #append(facts: readonly Fact[]): Promise<boolean> {
    const log = this.#openLog();
    for (const fact of facts) {
      const offset = await log.append(fact.subject, JSON.stringify(fact));
      await log.readTo(offset);
      if (!this.#ids.has(fact.id)) return false;
    }
    return true;
  }

  #read({ offset, value }: FactRecord): void {
    const parsed = parseFact(value);
    if (!parsed.ok) {
      this.#options.logger.warn(
        { offset, reason: parsed.reason },
        'A record of the facts topic is no fact; passed over',
      );
      return;
    }
    const { fact } = parsed;
    const state = apply(this.#state, fact);
    if (state === this.#state) {
      this.#options.logger.debug({ offset, id: fact.id, subject: fact.subject }, 'A stale fact; refused');
      return;
    }
    this.#state = state;
    this.#ids.add(fact.id);
    const accepted = { offset, fact };
    this.#accepted.push(accepted);
    for (const listener of this.#listeners) listener(accepted);
  }

  #openLog(): FactLog {
    assert(this.#log !== undefined, 'the log is open before the store is handed out');
    return this.#log;
  }
}

const rejection = ({ code, message, violations }: Rejection): MillraceError =>
  new MillraceError(code, message, violations === undefined ? {} : { details: { violations } });
