const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** How long ago, in its largest unit: `just now`, `4 s ago`, `6 h ago`, `25 y ago`. */
export function ago(moment: string, now: number): string {
  const elapsed = now - Date.parse(moment);
  if (elapsed < 2 * second) return 'just now';
  return `${span(elapsed)} ago`;
}

/** A length of time in its largest whole unit: `90 s` is `1 min`. */
export function span(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  if (ms < year) return `${Math.floor(ms / day)} d`;
  return `${Math.floor(ms / year)} y`;
}

/** The full moment for people who hover: `2001-06-30 23:55:00 UTC`. */
export const full = (moment: string): string => `${stamp(moment)} UTC`;

/** Date and time to the second, in UTC: `2001-06-30 23:55:00`. */
export const stamp = (moment: string): string => new Date(moment).toISOString().slice(0, 19).replace('T', ' ');

/** Time of the day where the reader is: `14:02:11`. */
export const timeOfDay = (moment: string): string => new Date(moment).toLocaleTimeString('en-GB');

/** How long a topic keeps events; -1 is for ever. */
export const kept = (retentionMs: number, compacted: boolean): string => {
  const length = retentionMs < 0 ? 'for ever' : `for ${span(retentionMs)}`;
  return compacted ? `newest of each key, ${length}` : length;
};
