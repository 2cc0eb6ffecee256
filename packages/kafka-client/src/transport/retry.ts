import { setTimeout as delay } from 'node:timers/promises';
import { isWorthRetrying } from '../kafka-error.ts';

export interface RetryOptions {
  /** How long to try in all. */
  readonly timeoutMs: number;
  /** The first pause; each next is twice as long, up to a second. */
  readonly pauseMs?: number;
  /** Ends the tries at once. */
  readonly signal: AbortSignal;
  /** Told of each failure that is tried again: time to forget what proved stale. */
  readonly onFailure?: (error: unknown) => void;
}

const pauseMsMax = 1000;

/** Tries again what fails for a passing reason. Raises the last failure when time is up, and any other at once. */
export async function retrying<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  let pauseMs = options.pauseMs ?? 20;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isWorthRetrying(error) || options.signal.aborted || performance.now() + pauseMs > deadline) throw error;
      options.onFailure?.(error);
      await pause(pauseMs, options.signal);
      pauseMs = Math.min(pauseMs * 2, pauseMsMax);
    }
  }
}

/** Waits, or less when the signal comes. Never raises. The pause varies a little, so that many do not come back at once. */
export async function pause(pauseMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(pauseMs * (0.8 + Math.random() * 0.4), undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
