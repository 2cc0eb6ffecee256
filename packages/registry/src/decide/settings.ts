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
import { subjectNames } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Decision } from './decision.ts';

export type Mode = 'READWRITE' | 'READONLY' | 'READONLY_OVERRIDE' | 'IMPORT';
const modes: readonly string[] = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT'] satisfies Mode[];
const defaultConfig: JsonObject = { compatibilityLevel: 'BACKWARD' };

/** The settings of a subject, or of the registry for null. `inherit` falls back to the registry's. */
export function configOf(state: RegistryState, subject: string | null, inherit: boolean): JsonObject {
  const whole = { ...defaultConfig, ...state.configs.get(null) };
  if (subject === null) return whole;
  const own = state.configs.get(subject);
  if (own === undefined && !inherit) throw noSubjectConfig(subject);
  return inherit ? { ...whole, ...own } : (own ?? whole);
}

export function levelOf(state: RegistryState, subject: string): CompatibilityLevel {
  const level = String(configOf(state, subject, true)['compatibilityLevel']).toUpperCase();
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
  const value = { ...state.configs.get(subject), ...change };
  return { records: [{ kind: 'config', subject, value }], answer: body };
}

/** Takes the settings away and answers with what they were. */
export function removeConfig(state: RegistryState, subject: string | null): Decision<JsonObject> {
  const before = state.configs.get(subject);
  if (before === undefined && subject !== null) throw subjectNotFound(subject);
  return { records: [{ kind: 'config', subject, value: null }], answer: before ?? defaultConfig };
}

/** The mode that holds for a subject. READONLY_OVERRIDE of the registry overrides every subject's. */
export function modeOf(state: RegistryState, subject: string | null, inherit: boolean): Mode {
  const whole = (state.modes.get(null) ?? 'READWRITE') as Mode;
  if (subject === null || (inherit && whole === 'READONLY_OVERRIDE')) return whole;
  const own = state.modes.get(subject) as Mode | undefined;
  if (own === undefined && !inherit) throw noSubjectMode(subject);
  return own ?? whole;
}

export function changeMode(
  state: RegistryState,
  subject: string | null,
  mode: unknown,
  force: boolean,
): Decision<{ mode: string }> {
  if (typeof mode !== 'string' || !modes.includes(mode.toUpperCase())) throw invalidMode();
  const value = { mode: mode.toUpperCase() };
  const before = modeOf(state, subject, true);
  if (value.mode === 'IMPORT' && before !== 'IMPORT' && !force) {
    const there = subjectNames(state, 'all').some((name) => subject === null || name === subject);
    if (there) throw notPermitted('Cannot import since found existing subjects');
  }
  return { records: [{ kind: 'mode', subject, value }], answer: value };
}

export function removeMode(state: RegistryState, subject: string | null): Decision<{ mode: string }> {
  const before = state.modes.get(subject);
  if (before === undefined && subject !== null) throw subjectNotFound(subject);
  return { records: [{ kind: 'mode', subject, value: null }], answer: { mode: before ?? 'READWRITE' } };
}

/** @throws RegistryError 42205 while the subject takes no changes */
export function assertWritable(state: RegistryState, subject: string): void {
  const mode = modeOf(state, subject, true);
  if (mode === 'READONLY' || mode === 'READONLY_OVERRIDE')
    throw notPermitted(`Subject ${subject} is in read-only mode`);
}
