import { concerns, isAllowed, type Operation, type Resource, type Right, type Rule } from './rights.ts';

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

/** Picks from a list what the caller may read. */
export function mayRead(caller: Caller, kind: Exclude<Resource['kind'], 'registry'>): (name: string) => boolean {
  const operation: Operation = 'READ';
  return (name) => caller.may({ operation, resource: { kind, name } });
}
