/** A subject and the context it lies in. The name is empty where a context as a whole is meant. */
export interface QualifiedSubject {
  readonly context: string;
  readonly name: string;
}

export const defaultContext = '.';

/** The context whose settings hold in every other that has none of its own. */
export const globalContext = '.__GLOBAL';

/**
 * Reads a subject as clients spell it: `:.staging:orders-value` lies in `.staging`, `:.staging:` is the context itself, and what has
 * no such prefix, or `:.:`, lies in the default context.
 */
export function parseSubject(text: string): QualifiedSubject {
  if (!text.startsWith(':.')) return { context: defaultContext, name: text };
  const end = text.indexOf(':', 1);
  if (end < 0) return { context: text.slice(1), name: '' };
  return { context: text.slice(1, end), name: text.slice(end + 1) };
}

/** The shortest spelling: the one that records and answers have. */
export function printSubject({ context, name }: QualifiedSubject): string {
  return context === defaultContext ? name : `:${context}:${name}`;
}

export function normalSubject(text: string): string {
  return text.startsWith(':.') ? printSubject(parseSubject(text)) : text;
}

export function contextOf(subject: string): string {
  return parseSubject(subject).context;
}

/** What a schema of `parent` means by a subject: one of its own context, unless it says another. */
export function subjectSeenFrom(parent: string, subject: string): string {
  if (subject.startsWith(':.') || !parent.startsWith(':.')) return normalSubject(subject);
  return printSubject({ context: contextOf(parent), name: subject });
}

/** Names that Confluent's registry keeps for itself. */
const reservedNames = ['__GLOBAL', '__EMPTY'];

/** Whether schemas may be registered under it. */
export function isSubject(text: string): boolean {
  const { context, name } = parseSubject(text);
  return name !== '' && !/\p{Cc}/u.test(text) && !reservedNames.includes(name) && context !== globalContext;
}
