import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program whose lines are looked at as they come. */
export interface ChildLines {
  readonly child: ChildProcess;
  /** Sends a signal (default SIGTERM) and resolves when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Resolves when it ends by itself; rejects with what it complained of when it fails. */
  readonly ended: Promise<void>;
}

export function spawnLines(
  command: string,
  args: readonly string[],
  onLine: (line: string, stream: 'out' | 'error') => void,
  input?: string,
): ChildLines {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => onLine(line, 'out'));
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line);
    onLine(line, 'error');
  });
  child.stdin.end(input);
  let isStopping = false;
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0 || isStopping) resolve();
      else reject(new Error(`${command} ended with status ${status}: ${complaints.join('\n')}`));
    });
  });
  // A failure is reported to whoever awaits it; until then it must not end the test run.
  ended.catch(() => undefined);
  return {
    child,
    ended,
    async stop(signal = 'SIGTERM') {
      isStopping = true;
      child.kill(signal);
      await ended;
    },
  };
}
