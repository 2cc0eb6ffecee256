import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition of another process; fails with `what` and the last thing seen when it does not come true. */
export async function waitUntil<T>(
  what: string,
  look: () => T,
  holds: (seen: T) => boolean,
  timeoutMs = 45_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = look();
    if (holds(seen)) return seen;
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${what}; saw ${JSON.stringify(seen)?.slice(0, 500)}`);
    }
    await sleep(50);
  }
}
