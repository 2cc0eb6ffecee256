import { isCompatibilityLevel, type CompatibilityLevel } from '@millrace/schema';
import {
  invalidCompatibility,
  invalidMode,
  noSubjectConfig,
  noSubjectMode,
  notPermitted,
  subjectNotFound,
} from '../errors.ts';
import type { JsonObject } from '../state/json.ts';
import { settingsKey } from '../state/keys.ts';
import { hasSubject, latestUnder } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { configInScope, modeInScope, type Mode } from '../state/settings.ts';
import type { Decision } from './decision.ts';

const modes: readonly string[] = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] satisfies Mode[];

/** The settings of a subject, or of the default context for null. `inherit` falls back to those that hold for it. */
export function configOf(state: RegistryState, subject: string | null, inherit: boolean): JsonObject {
  if (subject === null || inherit) return configInScope(state, subject);
  const own = state.configs.get(settingsKey(subject));
  if (own === undefined) throw noSubjectConfig(subject);
  return own;
}

export function levelOf(state: RegistryState, subject: string): CompatibilityLevel {
  const level = String(configInScope(state, subject)['compatibilityLevel']).toUpperCase();
  return isCompatibilityLevel(level) ? level : 'BACKWARD';
}

/** The body of a PUT becomes the settings; what it leaves out stays as it was. */
export function changeConfig(state: RegistryState, subject: string | null, body: JsonObject): Decision<JsonObject> {
  const { compatibility, compatibilityLevel = compatibility, ...others } = body;
  const change: Record<string, unknown> = { ...others };
  if (compatibilityLevel !== undefined && compatibilityLevel !== null) {
    const level = typeof compatibilityLevel === 'string' ? compatibilityLevel.toUpperCase() : '';
    if (!isCompatibilityLevel(level)) throw invalidCompatibility();
    change['compatibilityLevel'] = level;
  }
  const value = { ...state.configs.get(settingsKey(subject)), ...change };
  return { records: [{ kind: 'config', subject, value }], answer: body };
}

/** Takes the settings away and answers with what they were. */
export function removeConfig(state: RegistryState, subject: string | null): Decision<JsonObject> {
  const before = state.configs.get(settingsKey(subject));
  if (before === undefined && subject !== null) throw subjectNotFound(subject);
  return { records: [{ kind: 'config', subject, value: null }], answer: before ?? configInScope(state, null) };
}

/** The mode of a subject, or of the default context for null. `inherit` falls back to the one that holds for it. */
export function modeOf(state: RegistryState, subject: string | null, inherit: boolean): Mode {
  if (subject === null || inherit) return modeInScope(state, subject);
  const own = state.modes.get(settingsKey(subject));
  if (own === undefined) throw noSubjectMode(subject);
  return own as Mode;
}

export function changeMode(
  state: RegistryState,
  subject: string | null,
  mode: unknown,
  force: boolean,
): Decision<{ mode: string }> {
  if (typeof mode !== 'string' || !modes.includes(mode.toUpperCase())) throw invalidMode();
  const value = { mode: mode.toUpperCase() };
  const before = modeInScope(state, subject);
  if (value.mode === 'IMPORT' && before !== 'IMPORT' && !force) {
    const there =
      subject === null ? latestUnder(state, '', 'all').next().done !== true : hasSubject(state, subject, 'all');
    if (there) throw notPermitted('Cannot import since found existing subjects');
  }
  return { records: [{ kind: 'mode', subject, value }], answer: value };
}

export function removeMode(state: RegistryState, subject: string | null): Decision<{ mode: string }> {
  const before = state.modes.get(settingsKey(subject));
  if (before === undefined && subject !== null) throw subjectNotFound(subject);
  return { records: [{ kind: 'mode', subject, value: null }], answer: { mode: before ?? 'READWRITE' } };
}

/** @throws RegistryError 42205 while the subject takes no changes */
export function assertWritable(state: RegistryState, subject: string): void {
  const mode = modeInScope(state, subject);
  if (mode === 'READONLY' || mode === 'READONLY_OVERRIDE')
    throw notPermitted(`Subject ${subject} is in read-only mode`);
}
