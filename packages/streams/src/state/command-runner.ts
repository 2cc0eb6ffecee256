import { type Logger, MillraceError } from '@millrace/base';
import type { EngineChange } from '@millrace/sql';
import { type Command, commandVersion, decodeCommand, encodeCommand } from '../commands/command.ts';
import type { CommandLog, LoggedRecord } from '../commands/command-log.ts';
import type { CommandStatus } from '../rest/entities.ts';
import { applyCommand, type ServerState } from './server-state.ts';

/** What a decision comes to: a change to be recorded, with the command's id. */
export interface Decision {
  readonly commandId: string;
  readonly change: EngineChange;
}

export interface AppendedCommand {
  readonly commandId: string;
  readonly status: CommandStatus;
  /** Offset of its record. */
  readonly sequenceNumber: number;
}

/** Decisions are made again when another server was quicker; so often at most. */
const attemptsMax = 10;

/** Holds the state that the command topic folds to, and appends commands to it one at a time. */
export class CommandRunner {
  #state: ServerState;
  #last: Promise<unknown> = Promise.resolve();
  #log: CommandLog | undefined;
  /** Offsets of commands that came too late; looked at when our own has been read back. */
  readonly #refused = new Set<number>();
  readonly #onApplied: (state: ServerState) => void;
  readonly #logger: Logger;

  constructor(initial: ServerState, logger: Logger, onApplied: (state: ServerState) => void) {
    this.#state = initial;
    this.#logger = logger;
    this.#onApplied = onApplied;
  }

  get state(): ServerState {
    return this.#state;
  }

  attach(log: CommandLog): void {
    this.#log = log;
  }

  /** Takes in a record that was read from the topic, in order. */
  apply(record: LoggedRecord): void {
    let command: Command<EngineChange> | undefined;
    try {
      command = decodeCommand<EngineChange>(record.key, record.value);
    } catch (error) {
      this.#logger.error({ err: error, offset: record.offset }, 'a command cannot be read and is left out');
    }
    if (command === undefined) return;
    const after = applyCommand(this.#state, record.offset, command);
    if (after === this.#state) this.#refused.add(record.offset);
    else {
      this.#state = after;
      this.#onApplied(after);
    }
  }

  /** Decides on the present state, appends, and applies when the record is read back; one command after the other. */
  run(
    statement: string,
    properties: Readonly<Record<string, string>>,
    decide: (state: ServerState) => Promise<Decision>,
  ): Promise<AppendedCommand> {
    const result = this.#last.then(() => this.#runNow(statement, properties, decide));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #runNow(
    statement: string,
    properties: Readonly<Record<string, string>>,
    decide: (state: ServerState) => Promise<Decision>,
  ): Promise<AppendedCommand> {
    const log = this.#log;
    if (log === undefined) throw new MillraceError('UNREACHABLE', 'The server is still reading its command topic.');
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const decidedOn = this.#state.lastCommand;
      const { commandId, change } = await decide(this.#state);
      const sequenceNumber = await log.append(
        encodeCommand({
          id: commandId,
          statement,
          streamsProperties: properties,
          version: commandVersion,
          decidedOn,
          outcome: change,
        }),
      );
      const refused = this.#refused.has(sequenceNumber);
      this.#refused.clear();
      const status = this.#state.statuses.get(commandId);
      if (!refused && status !== undefined) return { commandId, status, sequenceNumber };
    }
    throw new MillraceError('CONFLICT', 'Other servers kept changing the metastore; the statement was not run.');
  }
}
