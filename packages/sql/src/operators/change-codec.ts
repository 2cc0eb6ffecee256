/**
 * A change of a table on its way through a repartition topic: the length of the new row (4 bytes, big-endian; all ones: none), the new
 * row, then a byte that says whether an old row follows, and the old row.
 */
export interface Change {
  readonly next: Uint8Array | null;
  readonly previous: Uint8Array | null;
}

const NONE = 0xffffffff;

export function encodeChange(next: Uint8Array | null, previous: Uint8Array | null): Uint8Array {
  const length = next?.length ?? 0;
  const bytes = new Uint8Array(5 + length + (previous?.length ?? 0));
  new DataView(bytes.buffer).setUint32(0, next === null ? NONE : length);
  if (next !== null) bytes.set(next, 4);
  bytes[4 + length] = previous === null ? 0 : 1;
  if (previous !== null) bytes.set(previous, 5 + length);
  return bytes;
}

/** @throws RangeError where the bytes are too short to be a change. */
export function decodeChange(bytes: Uint8Array): Change {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0);
  const end = length === NONE ? 4 : 4 + length;
  return {
    next: length === NONE ? null : bytes.subarray(4, end),
    previous: bytes[end] === 1 ? bytes.subarray(end + 1) : null,
  };
}
