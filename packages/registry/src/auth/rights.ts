import { contextOf, normalSubject } from '../state/qualified-subject.ts';

/**
 * What one can do. READ: see schemas and settings, and check compatibility. WRITE: register schemas, make keys. DELETE: take
 * away. COMPATIBILITY: change settings and mode.
 */
export const operations = ['READ', 'WRITE', 'DELETE', 'COMPATIBILITY'] as const;
export type Operation = (typeof operations)[number];

/** What it is done to. `registry` is the registry as a whole: its settings, its mode, and the associations of resources. */
export type Resource =
  | { readonly kind: 'subject' | 'context' | 'kek'; readonly name: string }
  | { readonly kind: 'registry' };

export interface Right {
  readonly operation: Operation;
  readonly resource: Resource;
}

/** The resources that a rule is about. The name `*` is every one of the kind. */
export type ResourcePattern =
  | {
      readonly kind: 'subject' | 'context' | 'kek';
      readonly name: string;
      readonly pattern: 'literal' | 'prefixed';
    }
  | { readonly kind: 'registry' };

export interface Rule {
  /** `User:alice`; `User:*` is everybody who is signed in. */
  readonly principal: string;
  readonly permission: 'allow' | 'deny';
  readonly operations: readonly Operation[];
  readonly resource: ResourcePattern;
}

export function concerns({ principal }: Rule, caller: string): boolean {
  return principal === 'User:*' || principal === caller;
}

/** One rule must allow it, and none deny it. The rules are those that concern the caller. */
export function isAllowed(rules: readonly Rule[], { operation, resource }: Right): boolean {
  const found = rules.filter((rule) => rule.operations.includes(operation) && covers(rule.resource, resource));
  return found.length > 0 && found.every(({ permission }) => permission === 'allow');
}

function covers(pattern: ResourcePattern, resource: Resource): boolean {
  if (pattern.kind === 'registry' || resource.kind === 'registry') return pattern.kind === resource.kind;
  // A subject of the default context has several spellings: by none of them may a rule be walked around.
  if (pattern.kind === resource.kind)
    return matches(pattern, resource.kind === 'subject' ? normalSubject(resource.name) : resource.name);
  // A rule about a context is about its subjects too.
  return pattern.kind === 'context' && resource.kind === 'subject' && matches(pattern, contextOf(resource.name));
}

function matches({ name, pattern }: Exclude<ResourcePattern, { kind: 'registry' }>, wanted: string): boolean {
  return name === '*' || name === wanted || (pattern === 'prefixed' && wanted.startsWith(name));
}

/** A right as people say it: `READ on subject orders-value`. */
export function rightText({ operation, resource }: Right): string {
  return `${operation} on ${resource.kind === 'registry' ? 'the registry' : `${resource.kind} ${resource.name}`}`;
}
