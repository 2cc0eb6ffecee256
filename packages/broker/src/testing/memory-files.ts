import type { Files, OpenFile } from '../storage/files.ts';

interface Content {
  bytes: Buffer;
  synced: Buffer;
  pending: { readonly at: number; readonly bytes: Buffer }[];
}

/**
 * A disk in memory that can lose what was not synced: `crash` gives the disk that a new process finds, on which each write
 * that was not synced is there, torn, or missing. `fails` makes syncs fail.
 */
export class MemoryFiles implements Files {
  readonly #contents = new Map<string, Content>();
  fails = false;

  crash(chance: () => number): MemoryFiles {
    const disk = new MemoryFiles();
    for (const [path, content] of this.#contents) {
      let bytes = content.synced;
      for (const write of content.pending) {
        const kept = Math.floor(chance() * 3) - 0.5;
        const length = kept < 0 ? 0 : kept < 1 ? Math.floor(chance() * write.bytes.length) : write.bytes.length;
        if (length > 0) bytes = written(bytes, write.at, write.bytes.subarray(0, length));
      }
      disk.#contents.set(path, { bytes, synced: bytes, pending: [] });
    }
    return disk;
  }

  open(path: string): OpenFile {
    const content = this.#contents.get(path) ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0), pending: [] };
    this.#contents.set(path, content);
    return {
      path,
      size: () => content.bytes.length,
      read: (target, position) => content.bytes.copy(target, 0, position),
      write: (bytes, at) => {
        content.bytes = written(content.bytes, at, bytes);
        content.pending.push({ at, bytes: Buffer.from(bytes) });
      },
      sync: async () => {
        const { bytes } = content;
        const count = content.pending.length;
        await Promise.resolve();
        if (this.fails) throw new Error('the disk is broken');
        content.synced = bytes;
        content.pending.splice(0, count);
      },
      truncate: (size) => {
        content.bytes = content.bytes.subarray(0, size);
        content.synced = content.bytes;
        content.pending = [];
      },
      close: () => undefined,
    };
  }

  exists(path: string): boolean {
    return this.#contents.has(path);
  }

  list(directory: string): string[] {
    const names = [...this.#contents.keys()].filter((path) => path.startsWith(`${directory}/`));
    return names.map((path) => path.slice(directory.length + 1)).sort();
  }

  makeDirectory(): void {
    // Folders are there because files are.
  }

  remove(path: string): void {
    for (const each of this.#contents.keys()) {
      if (each === path || each.startsWith(`${path}/`)) this.#contents.delete(each);
    }
  }

  readWhole(path: string): Uint8Array | undefined {
    return this.#contents.get(path)?.bytes;
  }

  replaceWhole(path: string, content: Uint8Array): void {
    const bytes = Buffer.from(content);
    this.#contents.set(path, { bytes, synced: bytes, pending: [] });
  }

  rename(from: string, to: string): void {
    const content = this.#contents.get(from);
    if (content !== undefined) this.#contents.set(to, content);
    this.#contents.delete(from);
  }

  /** Cuts a file as if the rest had never reached the disk. */
  cut(path: string, size: number): void {
    const content = this.#contents.get(path);
    if (content !== undefined) this.replaceWhole(path, content.bytes.subarray(0, size));
  }
}

function written(before: Buffer, at: number, bytes: Uint8Array): Buffer {
  const after = Buffer.alloc(Math.max(before.length, at + bytes.length));
  before.copy(after);
  after.set(bytes, at);
  return after;
}
