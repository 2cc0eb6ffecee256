import { contextNotEmpty, contextNotFound } from '../errors.ts';
import { behind, hasUnder } from '../log/table.ts';
import { contextKey, subjectIn } from '../state/keys.ts';
import { defaultContext } from '../state/qualified-subject.ts';
import type { RegistryRecord } from '../state/record.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Decision } from './decision.ts';

/**
 * Deletes a context in which nothing is, and what is set for it. Its ids are not given again.
 * @throws RegistryError 40401, 42211
 */
export function deleteContext(state: RegistryState, context: string): Decision<undefined> {
  const key = contextKey(context);
  const isThere = state.contexts.get(key) !== undefined || context === defaultContext || hasVersions(state, key);
  if (!isThere) throw contextNotFound(context);
  if (context === defaultContext || hasVersions(state, key)) throw contextNotEmpty(context);
  const subjects = (table: 'configs' | 'modes') =>
    [...state[table].ascending(key, behind(key))].map((entry) => subjectIn(entry.key));
  const records: RegistryRecord[] = [
    ...subjects('configs').map((subject) => ({ kind: 'config' as const, subject, value: null })),
    ...subjects('modes').map((subject) => ({ kind: 'mode' as const, subject, value: null })),
    { kind: 'context', context, exists: false },
  ];
  return { records, answer: undefined };
}

function hasVersions(state: RegistryState, key: string): boolean {
  return hasUnder(state.live, key) || hasUnder(state.deleted, key);
}
