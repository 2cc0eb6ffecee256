import type { ErrorCode } from '@millrace/base';
import type { RuleResult } from '../api.ts';
import type { Fact, FactData, FactOf, FactType } from '../facts/fact.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { versionOf } from '../state/mesh-state.ts';
import type { DecisionContext } from './command.ts';

export interface Rejection {
  readonly kind: 'rejected';
  readonly code: ErrorCode;
  readonly message: string;
  /** Every broken rule, for REFUSED_BY_POLICY. */
  readonly violations?: readonly RuleResult[];
}
/** No facts: it is so already. */
export type Decision = { readonly kind: 'decided'; readonly facts: readonly Fact[] } | Rejection;

export const rejected = (code: ErrorCode, message: string): Rejection => ({ kind: 'rejected', code, message });

export const nothing: Decision = { kind: 'decided', facts: [] };

/** One fact about `subject`, or a rejection when the person decided on an older version than the state's. */
export function decided<Type extends FactType>(
  state: MeshState,
  context: DecisionContext,
  subject: string,
  type: Type,
  data: FactData[Type],
): Decision {
  const version = versionOf(state, subject);
  if (context.version !== undefined && context.version !== version)
    return rejected(
      'CONFLICT',
      `${subject} is at version ${version} now; this was decided on version ${context.version}.`,
    );
  const fact: FactOf<Type> = {
    specversion: '1.0',
    id: context.id,
    source: context.source,
    type,
    subject,
    time: context.time,
    datacontenttype: 'application/json',
    data,
    actor: context.actor,
    expectedversion: version,
  };
  return { kind: 'decided', facts: [fact as Fact] };
}
