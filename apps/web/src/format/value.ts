/** A value of an event as one line of text. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return JSON.stringify(value);
  return `${value as number | boolean | bigint}`;
}

/** The columns of a set of decoded values: the union of their fields in order of first sight; none when they are not records. */
export function columnsOf(values: readonly unknown[]): readonly string[] {
  const columns = new Set<string>();
  for (const value of values) {
    if (isRecord(value)) for (const name of Object.keys(value)) columns.add(name);
  }
  return [...columns];
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
