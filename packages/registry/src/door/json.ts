/** Reading JSON that a foreign server wrote: what is not there or not of its type is left out. */
export const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
