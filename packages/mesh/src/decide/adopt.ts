import { subjectOf } from '../ids.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { Command, DecisionContext } from './command.ts';
import type { Decision } from './decision.ts';
import { decided, nothing } from './decision.ts';

type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** What is built in never replaces what an operator's file brought. */
export function adoptDirectory(
  state: MeshState,
  { origin, directory }: CommandOf<'adopt-directory'>,
  context: DecisionContext,
): Decision {
  const kept = origin === 'default' && state.directoryOrigin === 'file';
  return kept || (state.directoryOrigin === origin && same(state.directory, directory))
    ? nothing
    : decided(state, context, subjectOf.directory, 'io.millrace.directory.adopted', { origin, directory });
}

export function adoptPolicies(
  state: MeshState,
  { origin, policies }: CommandOf<'adopt-policies'>,
  context: DecisionContext,
): Decision {
  const kept = origin === 'default' && state.policiesOrigin === 'file';
  return kept || (state.policiesOrigin === origin && same(state.policies, policies))
    ? nothing
    : decided(state, context, subjectOf.policies, 'io.millrace.policies.adopted', { origin, policies });
}
