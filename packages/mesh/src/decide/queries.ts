import { subjectOf } from '../ids.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { Command, DecisionContext } from './command.ts';
import type { Decision } from './decision.ts';
import { decided } from './decision.ts';

type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

/** The stream processor has taken the statement already; these say who asked for it. */
export function recordQuery(
  state: MeshState,
  { queryId, statement, sources, sink }: CommandOf<'record-query'>,
  context: DecisionContext,
): Decision {
  return decided(state, context, subjectOf.query(queryId), 'io.millrace.query.created', {
    queryId,
    statement,
    sources,
    ...(sink === undefined ? {} : { sink }),
  });
}

export function recordTermination(
  state: MeshState,
  { queryId }: CommandOf<'record-termination'>,
  context: DecisionContext,
): Decision {
  return decided(state, context, subjectOf.query(queryId), 'io.millrace.query.terminated', { queryId });
}

export function recordStatement(
  state: MeshState,
  { statement, message }: CommandOf<'record-statement'>,
  context: DecisionContext,
): Decision {
  return decided(state, context, subjectOf.statements, 'io.millrace.statement.executed', { statement, message });
}
