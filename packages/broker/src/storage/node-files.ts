import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { Files, OpenFile } from './files.ts';

/** The real disk. Reads and writes are synchronous (the page cache is quicker than the thread pool's queue); syncs are not. */
export const nodeFiles: Files = {
  open(path) {
    const isNew = !fs.existsSync(path);
    const file = new NodeFile(path);
    if (isNew) syncDirectory(dirname(path));
    return file;
  },
  exists: (path) => fs.existsSync(path),
  list: (directory) => (fs.existsSync(directory) ? fs.readdirSync(directory).sort() : []),
  makeDirectory(path) {
    if (fs.existsSync(path)) return;
    fs.mkdirSync(path, { recursive: true });
    syncDirectory(dirname(path));
  },
  remove(path) {
    if (!fs.existsSync(path)) return;
    fs.rmSync(path, { recursive: true, force: true });
    syncDirectory(dirname(path));
  },
  readWhole: (path) => (fs.existsSync(path) ? fs.readFileSync(path) : undefined),
  replaceWhole(path, content) {
    const temporary = `${path}.tmp`;
    fs.writeFileSync(temporary, content, { flush: true });
    fs.renameSync(temporary, path);
    syncDirectory(dirname(path));
  },
  rename(from, to) {
    fs.renameSync(from, to);
    syncDirectory(dirname(to));
  },
};

class NodeFile implements OpenFile {
  readonly path: string;
  readonly #descriptor: number;

  constructor(path: string) {
    this.path = path;
    this.#descriptor = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o644);
  }

  size(): number {
    return fs.fstatSync(this.#descriptor).size;
  }

  read(target: Uint8Array, position: number): number {
    let done = 0;
    while (done < target.length) {
      const count = fs.readSync(this.#descriptor, target, done, target.length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  write(bytes: Uint8Array, position: number): void {
    let done = 0;
    while (done < bytes.length) {
      done += fs.writeSync(this.#descriptor, bytes, done, bytes.length - done, position + done);
    }
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fs.fdatasync(this.#descriptor, (error) => (error ? reject(error) : resolve()));
    });
  }

  truncate(size: number): void {
    fs.ftruncateSync(this.#descriptor, size);
    fs.fdatasyncSync(this.#descriptor);
  }

  close(): void {
    fs.closeSync(this.#descriptor);
  }
}

/** A file's name is data of its folder: without this, a new file can be gone after a loss of power. */
function syncDirectory(path: string): void {
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY);
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
