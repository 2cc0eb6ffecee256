/** Versions of a message as Kafka writes them: `3`, `3-13`, `3+`, or `none`. */
export type VersionRange = `${number}` | `${number}+` | `${number}-${number}` | 'none';

export interface Versions {
  readonly min: number;
  /** Infinity when open. Below `min` when there are none. */
  readonly max: number;
}

export function parseVersions(text: VersionRange): Versions {
  if (text === 'none') return { min: 0, max: -1 };
  if (text.endsWith('+')) return { min: Number(text.slice(0, -1)), max: Infinity };
  const dash = text.indexOf('-');
  if (dash < 0) return { min: Number(text), max: Number(text) };
  return { min: Number(text.slice(0, dash)), max: Number(text.slice(dash + 1)) };
}

export function includes(versions: Versions, version: number): boolean {
  return version >= versions.min && version <= versions.max;
}
