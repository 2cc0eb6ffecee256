import { TIME_UNITS } from '../syntax/keywords.ts';
import { sqlError } from '../syntax/sql-error.ts';

/** `10 SECONDS`, in milliseconds. */
export function parseWindowSize(text: string): number {
  const parts = /^\s*(\d+)\s+([A-Za-z]+)\s*$/.exec(text);
  const unitMs = TIME_UNITS[(parts?.[2] ?? '').toUpperCase()];
  if (parts === null || unitMs === undefined) {
    const detail = `Configuration WINDOW_SIZE is invalid: Invalid duration: '${text}'. Give a number and a unit, such as '10 SECONDS'.`;
    throw sqlError('prepare', `Failed to prepare statement: ${detail}`);
  }
  return Number(parts[1]) * unitMs;
}
