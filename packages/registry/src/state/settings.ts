import type { ReadTable } from '../log/table.ts';
import type { JsonObject } from './json.ts';
import { settingsKey } from './keys.ts';
import { contextOf, globalContext, printSubject } from './qualified-subject.ts';
import type { RegistryState } from './registry-state.ts';

const modes = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] as const;
export type Mode = (typeof modes)[number];

export function isMode(text: string): text is Mode {
  return (modes as readonly string[]).includes(text);
}

const defaultMode: Mode = 'READWRITE';
const defaultConfig: JsonObject = { compatibilityLevel: 'BACKWARD' };

const globalKey = settingsKey(printSubject({ context: globalContext, name: '' }));

/** What is set for the context of a subject and for all contexts, the nearer first. */
function outerScopes<V>(table: ReadTable<V>, subject: string | null): readonly V[] {
  const own = settingsKey(subject);
  const whole = settingsKey(printSubject({ context: contextOf(subject ?? ''), name: '' }));
  return [whole, globalKey].flatMap((key) => (key === own ? [] : (table.get(key) ?? [])));
}

/** The config that holds for a subject, or for the default context for null: each member from the nearest scope that has it. */
export function configInScope(state: RegistryState, subject: string | null): JsonObject {
  const own = state.configs.get(settingsKey(subject));
  const outer = outerScopes(state.configs, subject);
  if (outer.length === 0) return own === undefined ? defaultConfig : { ...defaultConfig, ...own };
  // A subject is an alias by its own config only.
  const {
    alias: _alias,
    aliasForDeks: _aliasForDeks,
    ...inherited
  } = Object.assign({}, ...outer.toReversed()) as JsonObject;
  return { ...defaultConfig, ...inherited, ...own };
}

/** The mode that holds for a subject. READONLY_OVERRIDE of a context overrides that of every subject in it. */
export function modeInScope(state: RegistryState, subject: string | null): Mode {
  const outer = outerScopes(state.modes, subject);
  if (outer.includes('READONLY_OVERRIDE')) return 'READONLY_OVERRIDE';
  return (state.modes.get(settingsKey(subject)) ?? outer[0] ?? defaultMode) as Mode;
}

/** Whether the subject takes ids and versions as they are given. */
export function isImporting(state: RegistryState, subject: string): boolean {
  return modeInScope(state, subject) === 'IMPORT';
}
