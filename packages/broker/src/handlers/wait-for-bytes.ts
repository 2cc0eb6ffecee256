import type { PartitionLog } from '../storage/partition-log.ts';

/**
 * Resolves when so many more bytes can be read from the logs together, when the time is up, or when one of the signals
 * says that nobody waits any more. Counts what became readable, and looks into no log.
 */
export function waitForBytes(wait: {
  readonly logs: readonly PartitionLog[];
  readonly bytes: number;
  /** Counts nothing while a transaction holds everything back. */
  readonly isCommittedOnly: boolean;
  readonly maxWaitMs: number;
  readonly signals: readonly AbortSignal[];
}): Promise<void> {
  if (wait.signals.some((signal) => signal.aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const counted = new Map(wait.logs.map((log) => [log, log.readableBytes]));
    const stable = new Map(wait.logs.map((log) => [log, log.lastStableOffset]));
    let missing = wait.bytes;
    const done = (): void => {
      clearTimeout(timer);
      for (const unsubscribe of unsubscribes) unsubscribe();
      for (const signal of wait.signals) signal.removeEventListener('abort', done);
      resolve();
    };
    const advanced = (log: PartitionLog): void => {
      if (wait.isCommittedOnly && log.lastStableOffset === stable.get(log)) return;
      missing -= log.readableBytes - (counted.get(log) ?? 0);
      counted.set(log, log.readableBytes);
      if (missing <= 0) done();
    };
    const timer = setTimeout(done, wait.maxWaitMs);
    const unsubscribes = wait.logs.map((log) => log.onAdvance(advanced));
    for (const signal of wait.signals) signal.addEventListener('abort', done, { once: true });
  });
}
