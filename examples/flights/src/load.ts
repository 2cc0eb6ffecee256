import { Worker } from 'node:worker_threads';
import type { LoadProgress, LoadTask } from './load-worker.ts';

/** The source runs as it is; the bundle has the worker beside it under the name of its entry. */
const workerFile = import.meta.url.endsWith('.ts') ? './load-worker.ts' : './flights-load-worker.mjs';

/** Loads the flights on a thread of their own, so that the mesh stays quick meanwhile. Rejects when `signal` aborts. */
export function loadFlights(task: LoadTask, signal: AbortSignal, progress: (loaded: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(workerFile, import.meta.url), { workerData: task });
    const abort = (): void => void worker.terminate();
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', ({ loaded }: LoadProgress) => progress(loaded));
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', abort);
      if (signal.aborted) reject(new Error('loading was stopped'));
      else if (code === 0) resolve();
      else reject(new Error(`the loader ended with ${code}`));
    });
  });
}
