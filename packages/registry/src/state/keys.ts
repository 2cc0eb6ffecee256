import type { AssociationPlace } from './association.ts';
import { globalContext, parseSubject, printSubject } from './qualified-subject.ts';
import type { Place } from './registry-state.ts';

/** Ends each part of a key, below every character of a part: so `a` comes before `a-key`, as the parts alone would. */
const end = '\0';

const numberKey = (number: number): string => String(number).padStart(10, '0');

/** Keys of the tables. All of a context, a subject, an id, a guid lie together, and can be walked by the key of what they share. */
export const contextKey = (context: string): string => context + end;

export function subjectKey(subject: string): string {
  const { context, name } = parseSubject(subject);
  return contextKey(context) + name + end;
}

/** Of settings: those of a subject, or of a context as a whole, which null is for the default one. */
export const settingsKey = (subject: string | null): string => subjectKey(subject ?? '');

/** What everything begins with that the settings of a subject, or of a context, are for. */
export function scopeKey(subject: string | null): string {
  const { context, name } = parseSubject(subject ?? '');
  if (name !== '') return settingsKey(subject);
  return context === globalContext ? '' : contextKey(context);
}

export const placeKey = ({ subject, version }: Place): string => subjectKey(subject) + numberKey(version);

export const idKey = (context: string, id: number): string => contextKey(context) + numberKey(id) + end;

export const guidKey = (guid: string): string => guid + end;

/** The context that a key begins with. */
export const contextIn = (key: string): string => key.slice(0, key.indexOf(end));

/** The subject that a key of settings is for. */
export function subjectIn(key: string): string | null {
  const [context = '', name = ''] = key.split(end, 2);
  return printSubject({ context, name }) || null;
}

/** Of everything whose key begins with these parts. */
export const partsKey = (...parts: readonly string[]): string => parts.map((part) => part + end).join('');

export function associationKey(place: AssociationPlace): string {
  const { resourceName, resourceNamespace, resourceType, associationType, subject } = place;
  return partsKey(resourceName, resourceNamespace, resourceType, associationType, subject);
}
