import { type DataSource, emptyMetastore, type FunctionRegistry, type Metastore, type PhysicalPlan, type SqlType, withoutSource, withSource, withType } from '@millrace/sql';
import type { CommandStatus } from '../rest/entities.ts';

/** A query that runs until it is terminated. */
export interface PersistentQuery {
  readonly plan: PhysicalPlan;
  readonly properties: Readonly<Record<string, string>>;
  readonly paused: boolean;
}

/** What a statement changed, as plain JSON: the outcome that a command keeps. */
export interface Change {
  /** Streams and tables added or replaced. */
  readonly sources: readonly DataSource[];
  readonly dropped: readonly string[];
  /** CREATE TYPE and DROP TYPE (null). */
  readonly types: readonly (readonly [name: string, type: SqlType | null])[];
  readonly started: PhysicalPlan | null;
  readonly terminated: readonly string[];
  readonly paused: readonly string[];
  readonly resumed: readonly string[];
  /** For the person who gave the statement. */
  readonly message: string;
}

export const noChange: Change = {
  sources: [],
  dropped: [],
  types: [],
  started: null,
  terminated: [],
  paused: [],
  resumed: [],
  message: '',
};

/** All that the command topic says, folded. */
export interface ServerState {
  readonly metastore: Metastore;
  readonly queries: ReadonlyMap<string, PersistentQuery>;
  readonly statuses: ReadonlyMap<string, CommandStatus>;
  /** Offset of the last command that was applied, -1 for none. */
  readonly lastCommand: number;
}

export function initialState(functions: FunctionRegistry): ServerState {
  return { metastore: emptyMetastore(functions), queries: new Map(), statuses: new Map(), lastCommand: -1 };
}

export interface AppliedCommand {
  readonly id: string;
  readonly streamsProperties: Readonly<Record<string, string>>;
  readonly decidedOn: number;
  readonly outcome: Change;
}

/**
 * Applies a command read back from the topic. One that was decided on an older state than it met (another server was
 * quicker) changes nothing: its author decides again.
 */
export function applyCommand(state: ServerState, offset: number, command: AppliedCommand): ServerState {
  if (command.decidedOn !== state.lastCommand) return state;
  const { outcome } = command;
  const status: CommandStatus = {
    status: 'SUCCESS',
    message: outcome.message,
    queryId: outcome.started?.queryId ?? null,
  };
  return {
    metastore: metastoreAfter(state.metastore, outcome),
    queries: queriesAfter(state.queries, outcome, command.streamsProperties),
    statuses: new Map(state.statuses).set(command.id, status),
    lastCommand: offset,
  };
}

function metastoreAfter(before: Metastore, change: Change): Metastore {
  let metastore = before;
  for (const name of change.dropped) metastore = withoutSource(metastore, name);
  for (const source of change.sources) metastore = withSource(metastore, source);
  for (const [name, type] of change.types) metastore = withType(metastore, name, type);
  return metastore;
}

function queriesAfter(
  before: ReadonlyMap<string, PersistentQuery>,
  change: Change,
  properties: Readonly<Record<string, string>>,
): ReadonlyMap<string, PersistentQuery> {
  const queries = new Map(before);
  for (const queryId of change.terminated) queries.delete(queryId);
  if (change.started !== null) {
    queries.set(change.started.queryId, { plan: change.started, properties, paused: false });
  }
  for (const [ids, paused] of [
    [change.paused, true],
    [change.resumed, false],
  ] as const) {
    for (const queryId of ids) {
      const query = queries.get(queryId);
      if (query !== undefined) queries.set(queryId, { ...query, paused });
    }
  }
  return queries;
}
