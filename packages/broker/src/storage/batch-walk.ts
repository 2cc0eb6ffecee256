import { batchHeaderBytes, batchSizeOf, isIntact, magicOf, viewOf } from './batch-fields.ts';
import type { OpenFile } from './files.ts';

/** As much as lies between two entries of the index: most lookups are one read. */
const chunkBytes = 32 * 1024;

export interface WalkedBatch {
  /** A view of the bytes that were read, and where in them the batch starts. Valid only during the visit. */
  readonly view: DataView;
  readonly at: number;
  /** Where in the file the batch starts, and how long it is. */
  readonly position: number;
  readonly size: number;
}

/**
 * Visits the batches of a file from `from` up to `to`, until the visit returns false. Returns the position after the last
 * batch that was whole: less than `to` means that what follows is not a batch. With `intact`, batches are read whole and
 * their checksums are checked; without, only headers are.
 */
export function walkBatches(
  file: OpenFile,
  from: number,
  to: number,
  visit: (batch: WalkedBatch) => boolean,
  options: { readonly intact: boolean } = { intact: false },
): number {
  let position = from;
  let chunk: Uint8Array = new Uint8Array(0);
  let view = viewOf(chunk);
  let chunkStart = from;
  const have = (bytes: number): boolean => {
    if (position + bytes <= chunkStart + chunk.length) return true;
    if (position + bytes > to) return false;
    chunk = Buffer.allocUnsafe(Math.min(Math.max(bytes, chunkBytes), to - position));
    chunk = chunk.subarray(0, file.read(chunk, position));
    view = viewOf(chunk);
    chunkStart = position;
    return chunk.length >= bytes;
  };
  while (have(batchHeaderBytes)) {
    const size = batchSizeOf(view, position - chunkStart);
    if (size < batchHeaderBytes || position + size > to || magicOf(view, position - chunkStart) !== 2) break;
    if (options.intact && (!have(size) || !isIntact(chunk, view, position - chunkStart))) break;
    const goOn = visit({ view, at: position - chunkStart, position, size });
    position += size;
    if (!goOn) break;
  }
  return position;
}
