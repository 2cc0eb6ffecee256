import { setTimeout as wait } from 'node:timers/promises';

const intervalMs = 100;

/** Asks again and again until the answer is yes. Rejects when `signal` aborts. */
export async function until(signal: AbortSignal, yes: () => Promise<boolean>): Promise<void> {
  while (!(await yes())) await wait(intervalMs, undefined, { signal });
}
