import { isCompatibilityLevel } from '@millrace/schema';
import { invalidCompatibility, invalidCompatibilityPolicy, noSubjectConfig, subjectNotFound } from '../errors.ts';
import type { JsonObject } from '../state/json.ts';
import { settingsKey } from '../state/keys.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { configInScope } from '../state/settings.ts';
import type { Decision } from './decision.ts';
import { assertWritable } from './mode.ts';

const policies = ['STRICT', 'LENIENT'];

/**
 * The config of a subject or context, or of the default context for null. `inherit` falls back to what holds for it.
 * @throws RegistryError 40408 when it has none of its own
 */
export function configOf(state: RegistryState, subject: string | null, inherit: boolean): JsonObject {
  if (subject === null || inherit) return configInScope(state, subject);
  const own = state.configs.get(settingsKey(subject));
  if (own === undefined) throw noSubjectConfig(subject);
  return own;
}

/**
 * The members that were sent become those of the config, a null takes one away, what was not sent stays.
 * @throws RegistryError 42203, 42205
 */
export function changeConfig(state: RegistryState, subject: string | null, sent: JsonObject): Decision<JsonObject> {
  assertWritable(state, subject);
  const { compatibility, compatibilityLevel = compatibility, compatibilityPolicy, ...others } = sent;
  const changed = {
    ...state.configs.get(settingsKey(subject)),
    ...others,
    ...chosen('compatibilityLevel', compatibilityLevel, isCompatibilityLevel, invalidCompatibility),
    ...chosen(
      'compatibilityPolicy',
      compatibilityPolicy,
      (text) => policies.includes(text),
      invalidCompatibilityPolicy,
    ),
  };
  const value = Object.fromEntries(Object.entries(changed).filter(([, member]) => member !== null));
  return { records: [{ kind: 'config', subject, value }], answer: sent };
}

/** A member that has few values, in capitals; nothing when it was not sent. */
function chosen(name: string, value: unknown, isValid: (text: string) => boolean, invalid: () => Error): JsonObject {
  if (value === undefined) return {};
  if (value === null) return { [name]: null };
  const text = typeof value === 'string' ? value.toUpperCase() : '';
  if (!isValid(text)) throw invalid();
  return { [name]: text };
}

/**
 * Takes the config away and answers with what it was.
 * @throws RegistryError 40401 when a subject has none, 42205
 */
export function removeConfig(state: RegistryState, subject: string | null): Decision<JsonObject> {
  const before = state.configs.get(settingsKey(subject));
  if (before === undefined && subject !== null) throw subjectNotFound(subject);
  assertWritable(state, subject);
  return { records: [{ kind: 'config', subject, value: null }], answer: before ?? configInScope(state, null) };
}
