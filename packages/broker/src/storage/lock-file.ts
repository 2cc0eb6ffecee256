import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { MillraceError } from '@millrace/base';

/**
 * Takes a data directory for this process; the returned function gives it back. The lock names its process, so that one
 * left by a process that was killed is taken over. Raises DATA_DIRECTORY_LOCKED.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'broker.lock');
  for (;;) {
    try {
      const descriptor = openSync(path, 'wx');
      writeSync(descriptor, `${process.pid}\n`);
      closeSync(descriptor);
      held.add(path);
      return () => {
        held.delete(path);
        unlinkSync(path);
      };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
      const owner = Number(readFileSync(path, 'utf8'));
      if (held.has(path) || isAnotherProcess(owner)) {
        throw new MillraceError('DATA_DIRECTORY_LOCKED', `${directory} is used by the process ${owner}.`, {
          cause,
          details: { directory, pid: owner },
        });
      }
      unlinkSync(path);
    }
  }
}

/** Locks of this process: its own id in a file may also be that of a former process with the same number. */
const held = new Set<string>();

function isAnotherProcess(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
