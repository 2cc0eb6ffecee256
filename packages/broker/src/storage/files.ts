/**
 * All that the broker asks of a disk. Tests put a disk in memory in its place, which can lose what was not synced.
 * Paths are absolute; failures of the disk are thrown as the platform's own errors.
 */
export interface Files {
  /** Opens for reading and writing; creates the file (and makes its name durable) when it is missing. */
  open(path: string): OpenFile;
  exists(path: string): boolean;
  /** Names in a folder, sorted; none when the folder is missing. */
  list(directory: string): string[];
  makeDirectory(path: string): void;
  /** Removes a file or a folder with all that it holds; nothing happens when it is missing. Durable on return. */
  remove(path: string): void;
  readWhole(path: string): Uint8Array | undefined;
  /** Puts new content in place of the old, durably and at once: a crash leaves the one or the other. */
  replaceWhole(path: string, content: Uint8Array): void;
  /** Renames over what is there, durably. */
  rename(from: string, to: string): void;
}

export interface OpenFile {
  readonly path: string;
  size(): number;
  /** Fills `target` from `position`; returns the bytes read, fewer only at the end of the file. */
  read(target: Uint8Array, position: number): number;
  /** Writes all of `bytes` at `position`, into the page cache only. */
  write(bytes: Uint8Array, position: number): void;
  /** Resolves when all that was written before the call survives a loss of power. */
  sync(): Promise<void>;
  truncate(size: number): void;
  close(): void;
}
