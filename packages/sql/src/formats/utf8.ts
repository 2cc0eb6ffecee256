import { allocate } from './slab.ts';

const decoder = new TextDecoder('utf-8');
const encoder = new TextEncoder();

/** Texts of up to four ASCII bytes are kept: codes such as those of airports are read over and over, and one string hashes once. */
const CODE_BYTES_MAX = 4;
const CODES_MAX = 8192;
const codes = new Map<number, string>();

/** Below this length a loop is quicker than the call into the runtime. */
const LOOP_MAX = 24;

function shortCode(bytes: Uint8Array): string | undefined {
  let packed = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte === 0 || byte > 127) return undefined;
    packed = (packed << 8) | byte;
  }
  let code = codes.get(packed);
  if (code === undefined) {
    code = decoder.decode(bytes);
    if (codes.size < CODES_MAX) codes.set(packed, code);
  }
  return code;
}

export function decodeText(bytes: Uint8Array): string {
  if (bytes.length <= CODE_BYTES_MAX) {
    const code = shortCode(bytes);
    if (code !== undefined) return code;
  }
  return decoder.decode(bytes);
}

export function encodeText(text: string): Uint8Array {
  const { length } = text;
  if (length > LOOP_MAX) return encoder.encode(text);
  const bytes = allocate(length);
  for (let i = 0; i < length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return encoder.encode(text);
    bytes[i] = unit;
  }
  return bytes;
}

/** Writes the text at a place that has three bytes for each of its characters; gives the place behind it. */
export function encodeTextInto(text: string, target: Uint8Array, at: number): number {
  const { length } = text;
  if (length <= LOOP_MAX) {
    let i = 0;
    for (; i < length; i += 1) {
      const unit = text.charCodeAt(i);
      if (unit > 127) break;
      target[at + i] = unit;
    }
    if (i === length) return at + length;
  }
  return at + encoder.encodeInto(text, target.subarray(at)).written;
}
