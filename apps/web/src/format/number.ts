const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A whole number with thousands separated: `3,000,000`. */
export const count = (value: number): string => grouped.format(value);

/** A short figure for a rate: `0`, `0.4`, `212`, `18.2k`, `1.2M`. */
export function compact(value: number): string {
  if (value >= 999_950) return `${short.format(value / 1_000_000)}M`;
  if (value >= 1_000) return `${short.format(value / 1_000)}k`;
  if (value >= 10 || value === 0) return grouped.format(value);
  return value < 0.05 ? '0' : short.format(value);
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units, one digit after the point: `61.4 MB`. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? grouped.format(size) : short.format(size)} ${units[unit] ?? ''}`;
}

/** `1 consumer`, `2 consumers`. */
export const plural = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;
