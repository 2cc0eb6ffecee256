/** Zig-zag varints, as records use them: small numbers of either sign take few bytes. */

export function varintSize(value: number): number {
  if (value >= -64 && value < 64) return 1;
  if (value >= -8192 && value < 8192) return 2;
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  let size = 1;
  while (rest > 127) {
    rest = Math.floor(rest / 128);
    size++;
  }
  return size;
}

/** Writes and answers where it ends. Takes any safe integer. */
export function writeVarint(buffer: Uint8Array, at: number, value: number): number {
  let next = at;
  if (value >= -0x4000_0000 && value < 0x4000_0000) {
    let rest = (value << 1) ^ (value >> 31);
    while (rest > 127) {
      buffer[next++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    buffer[next++] = rest;
    return next;
  }
  // Twice a number beyond 2^52 is no longer exact: the lowest bit is set apart.
  let rest = value < 0 ? -value - 1 : value;
  let bits = (rest % 64) * 2 + (value < 0 ? 1 : 0);
  rest = Math.floor(rest / 64);
  while (rest > 0) {
    buffer[next++] = bits | 128;
    bits = rest % 128;
    rest = Math.floor(rest / 128);
  }
  buffer[next++] = bits;
  return next;
}
