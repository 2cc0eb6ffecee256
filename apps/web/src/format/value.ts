const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?$/;

/** A moment in ISO 8601 as people read it, to the second; any other text as it is. */
export const momentText = (text: string): string => (moment.test(text) ? text.slice(0, 19).replace('T', ' ') : text);

/** A number with no more digits than people read: `18.666666666666668` is `18.6667`, `0.000123456` is `0.0001235`. */
export const roundedText = (value: number): string =>
  `${Number.isInteger(value) || !Number.isFinite(value) ? value : Number(Math.abs(value) < 1 ? value.toPrecision(4) : value.toFixed(4))}`;

/** A value told as text, of a type: moments and fractions as people read them, any other as it is. */
export const exampleText = (text: string, type: string): string =>
  /float|double|decimal/.test(type) && /^-?\d+\.\d+$/.test(text) ? roundedText(Number(text)) : momentText(text);

/** A value of an event as one line, with fractions as people read them. */
export const shownText = (value: unknown): string =>
  typeof value === 'number' ? roundedText(value) : valueText(value);

/** A value of an event, whole, as one line of text. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return momentText(value);
  if (typeof value === 'object') return JSON.stringify(value);
  return `${value as number | boolean | bigint}`;
}

/**
 * The columns of a set of decoded values: their fields in the order of the schema, others after them in order of first sight; none
 * when they are not records.
 */
export function columnsOf(values: readonly unknown[], ofSchema: readonly string[] = []): readonly string[] {
  const columns = new Set<string>();
  for (const value of values) {
    if (isRecord(value)) for (const name of Object.keys(value)) columns.add(name);
  }
  const known = ofSchema.filter((name) => columns.has(name));
  return [...new Set([...known, ...columns])];
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
