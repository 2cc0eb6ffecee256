import { invalidMode, noSubjectMode, notPermitted, subjectNotFound } from '../errors.ts';
import { behind, hasUnder, under } from '../log/table.ts';
import { scopeKey, settingsKey, subjectIn } from '../state/keys.ts';
import type { RegistryRecord } from '../state/record.ts';
import { tombstoneOf } from '../state/record-of.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { isMode, modeInScope, type Mode } from '../state/settings.ts';
import type { Decision } from './decision.ts';

interface ModeAnswer {
  readonly mode: string | null;
}

/**
 * The mode of a subject or context, or of the default context for null. `inherit` falls back to the one that holds for it.
 * @throws RegistryError 40409 when it has none of its own
 */
export function modeOf(state: RegistryState, subject: string | null, inherit: boolean): Mode {
  if (subject === null || inherit) return modeInScope(state, subject);
  const own = state.modes.get(settingsKey(subject));
  if (own === undefined) throw noSubjectMode(subject);
  return own as Mode;
}

/**
 * Sets the mode. To be imported into, a subject or context must have nothing in it, but with `force`; what was deleted softly goes.
 * @throws RegistryError 42204, 42205
 */
export function changeMode(
  state: RegistryState,
  subject: string | null,
  sent: unknown,
  force: boolean,
): Decision<ModeAnswer> {
  const mode = typeof sent === 'string' ? sent.toUpperCase() : '';
  if (!isMode(mode)) throw invalidMode();
  const begins = mode === 'IMPORT' && !force && modeInScope(state, subject) !== 'IMPORT';
  const within = scopeKey(subject);
  if (begins && hasUnder(state.live, within)) throw notPermitted('Cannot import since found existing subjects');
  const forgotten = begins ? [...under(state.deleted, within)] : [];
  const records = forgotten.map(tombstoneOf);
  return { records: [...records, { kind: 'mode', subject, value: { mode } }], answer: { mode } };
}

/**
 * Takes the mode away and answers with what it was; with `recursive` also those of the subjects within.
 * @throws RegistryError 40401 when a subject has none
 */
export function removeMode(state: RegistryState, subject: string | null, recursive: boolean): Decision<ModeAnswer> {
  const key = settingsKey(subject);
  const before = state.modes.get(key);
  if (before === undefined && subject !== null && !recursive) throw subjectNotFound(subject);
  const within = scopeKey(subject);
  const keys = recursive ? [...state.modes.ascending(within, behind(within))].map((entry) => entry.key) : [key];
  const records = keys.map((each): RegistryRecord => ({ kind: 'mode', subject: subjectIn(each), value: null }));
  const unset = subject === null ? modeInScope(state, null) : null;
  return { records, answer: { mode: before ?? unset } };
}

/** @throws RegistryError 42205 while the subject takes no changes */
export function assertWritable(state: RegistryState, subject: string | null): void {
  const mode = modeInScope(state, subject);
  if (mode === 'READWRITE' || mode === 'IMPORT') return;
  throw notPermitted(`Subject ${subject} is in read-only mode`);
}
