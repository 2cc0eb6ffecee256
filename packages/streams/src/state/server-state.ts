import {
  applyChange,
  emptyMetastore,
  type EngineChange,
  type FunctionRegistry,
  type Metastore,
  type PhysicalPlan,
} from '@millrace/sql';
import type { CommandStatus } from '../rest/entities.ts';

/** A query that runs until it is terminated. */
export interface PersistentQuery {
  readonly plan: PhysicalPlan;
  readonly properties: Readonly<Record<string, string>>;
  readonly paused: boolean;
}

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
  readonly outcome: EngineChange;
}

/**
 * Applies a command read back from the topic. One that was decided on an older state than it met (another server was
 * quicker) changes nothing: its author decides again.
 */
export function applyCommand(state: ServerState, offset: number, command: AppliedCommand): ServerState {
  if (command.decidedOn !== state.lastCommand) return state;
  const { outcome, streamsProperties } = command;
  const { metastore, queries: plans } = applyChange(state, outcome);
  const queries = new Map<string, PersistentQuery>();
  for (const [queryId, { plan }] of plans) {
    const before = state.queries.get(queryId);
    const kept = before?.plan === plan ? before : { plan, properties: streamsProperties, paused: false };
    const paused = outcome.paused.includes(queryId) || (kept.paused && !outcome.resumed.includes(queryId));
    queries.set(queryId, paused === kept.paused ? kept : { ...kept, paused });
  }
  const status: CommandStatus = {
    status: 'SUCCESS',
    message: outcome.message,
    queryId: outcome.started?.queryId ?? null,
  };
  return { metastore, queries, statuses: new Map(state.statuses).set(command.id, status), lastCommand: offset };
}
