import { parseSubject } from './qualified-subject.ts';
import type { Place } from './registry-state.ts';

/** Ends each part of a key, below every character of a part: so `a` comes before `a-key`, as the parts alone would. */
const end = '\0';

const numberKey = (number: number): string => String(number).padStart(10, '0');

/** Keys of the tables. All of a subject, an id, a guid lie together, and can be walked by the key of what they share. */
export const contextKey = (context: string): string => context + end;

export function subjectKey(subject: string): string {
  const { context, name } = parseSubject(subject);
  return contextKey(context) + name + end;
}

/** Of settings: those of a subject, or of a context as a whole, which null is for the default one. */
export const settingsKey = (subject: string | null): string => subjectKey(subject ?? '');

export const placeKey = ({ subject, version }: Place): string => subjectKey(subject) + numberKey(version);

export const idKey = (context: string, id: number): string => contextKey(context) + numberKey(id) + end;

export const guidKey = (guid: string): string => guid + end;

/** The name of the subject in one of its keys. */
export function nameInKey(key: string): { readonly context: string; readonly name: string } {
  const [context = '', name = ''] = key.split(end, 2);
  return { context, name };
}
