import { defaultContext } from '../state/qualified-subject.ts';
import { contextsOf, latestUnder } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { concerns, isAllowed, type Resource, type Right, type Rule } from './rights.ts';

/** Who sent a request, as far as rights go. */
export interface Caller {
  /** As the broker names it: `User:alice`. */
  readonly principal: string;
  may(right: Right): boolean;
}

/** Who calls a registry without sign-in. */
export const anybody: Caller = { principal: 'User:ANONYMOUS', may: () => true };

export function superUser(principal: string): Caller {
  return { principal, may: () => true };
}

export function callerOf(principal: string, rules: readonly Rule[]): Caller {
  const own = rules.filter((rule) => concerns(rule, principal));
  return { principal, may: (right) => isAllowed(own, right) };
}

/** The contexts that the caller may read, and those with a subject that the caller may read. The default one is no secret. */
export function readableContexts(state: RegistryState, caller: Caller): readonly string[] {
  const mayReadContext = mayRead(caller, 'context');
  const mayReadSubject = mayRead(caller, 'subject');
  return contextsOf(state).filter(
    (context) =>
      context === defaultContext ||
      mayReadContext(context) ||
      latestUnder(state, `:${context}:`, 'all').some(({ subject }) => mayReadSubject(subject)),
  );
}

/** Picks from a list what the caller may read. */
export function mayRead(caller: Caller, kind: Exclude<Resource['kind'], 'registry'>): (name: string) => boolean {
  return (name) => caller.may({ operation: 'READ', resource: { kind, name } });
}
