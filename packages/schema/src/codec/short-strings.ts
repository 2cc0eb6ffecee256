const slots = 4096;
const keys = new Int32Array(slots).fill(-1);
const values: string[] = Array.from({ length: slots }, () => '');

/** The longest string that is looked up here, in bytes. */
export const shortStringMax = 4;

/**
 * The string of up to four ASCII bytes, from a small table: codes (airports, states, currencies) come again and again, and a
 * string that was seen before costs no allocation and carries its hash. Undefined when a byte is not ASCII.
 */
export function shortString(bytes: Uint8Array, start: number, length: number): string | undefined {
  let key = length;
  for (let index = 0; index < length; index++) {
    const byte = bytes[start + index] as number;
    if (byte > 127) return undefined;
    key = (key << 7) | byte;
  }
  const slot = (key ^ (key >>> 12)) & (slots - 1);
  if (keys[slot] === key) return values[slot];
  let text = '';
  for (let index = 0; index < length; index++) text += String.fromCharCode(bytes[start + index] as number);
  keys[slot] = key;
  values[slot] = text;
  return text;
}
