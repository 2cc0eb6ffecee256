const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

type Slice = (this: Uint8Array, start: number, end: number) => string;
/** Node decodes a part of a buffer several times faster by its own method than by TextDecoder; browsers lack it. */
const nodeSlice = (globalThis as { Buffer?: { prototype: { utf8Slice?: Slice } } }).Buffer?.prototype.utf8Slice;

/** The text of a part of the bytes. What is not UTF-8 becomes U+FFFD. */
export const decodeUtf8: (bytes: Uint8Array, start: number, end: number) => string =
  nodeSlice === undefined
    ? (bytes, start, end) => decoder.decode(bytes.subarray(start, end))
    : (bytes, start, end) => nodeSlice.call(bytes, start, end);

/** Writes the text at `start` and returns the number of bytes. The caller has made room for three bytes a UTF-16 unit. */
export function encodeUtf8Into(text: string, bytes: Uint8Array, start: number): number {
  return encoder.encodeInto(text, bytes.subarray(start)).written;
}
