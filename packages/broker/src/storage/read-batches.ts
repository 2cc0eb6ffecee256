import { baseOffsetOf, batchHeaderBytes, batchSizeOf, lastOffsetOf, viewOf } from './batch-fields.ts';
import type { Segment } from './segment.ts';

export interface ReadRequest {
  readonly offset: number;
  /** Batches that start here or later are not the reader's to see. */
  readonly before: number;
  readonly maxBytes: number;
  /** Gives the first batch even if it is larger than `maxBytes`, so that a reader always gets on. */
  readonly atLeastOne: boolean;
}

const nothing = new Uint8Array(0);

/** Whole batches of one segment, from the one that holds the offset: read straight into one buffer, not looked into. */
export function readBatches(segments: readonly Segment[], request: ReadRequest): Uint8Array {
  if (request.offset >= request.before) return nothing;
  const segment = segmentFor(segments, request.offset);
  if (segment === undefined) return nothing;
  const position = segment.positionOf(request.offset);
  let bytes = readUpTo(segment, position, request.maxBytes);
  if (request.atLeastOne && bytes.length < batchHeaderBytes) bytes = readUpTo(segment, position, batchHeaderBytes);
  if (bytes.length < batchHeaderBytes) return nothing;
  const firstSize = batchSizeOf(viewOf(bytes), 0);
  if (firstSize > bytes.length && request.atLeastOne) bytes = readUpTo(segment, position, firstSize);
  return cutToWholeBatches(segment, position, bytes, request.before);
}

function segmentFor(segments: readonly Segment[], offset: number): Segment | undefined {
  let at = segments.length - 1;
  while (at > 0 && (segments[at]?.baseOffset ?? 0) > offset) at--;
  // After compaction, the records from the offset on may all be in a later segment.
  while (at < segments.length - 1 && offset >= (segments[at]?.nextOffset ?? 0)) at++;
  return segments[at];
}

function readUpTo(segment: Segment, position: number, maxBytes: number): Uint8Array {
  const length = Math.min(maxBytes, segment.size - position);
  if (length <= 0) return nothing;
  const bytes = Buffer.allocUnsafeSlow(length);
  return bytes.subarray(0, segment.read(bytes, position));
}

function cutToWholeBatches(segment: Segment, position: number, bytes: Uint8Array, before: number): Uint8Array {
  const view = viewOf(bytes);
  let end = 0;
  let nextOffset = -1;
  while (end + batchHeaderBytes <= bytes.length) {
    const size = batchSizeOf(view, end);
    if (end + size > bytes.length || baseOffsetOf(view, end) >= before) break;
    nextOffset = lastOffsetOf(view, end) + 1;
    end += size;
  }
  if (end > 0) segment.rememberReadEnd(nextOffset, position + end);
  return bytes.subarray(0, end);
}
