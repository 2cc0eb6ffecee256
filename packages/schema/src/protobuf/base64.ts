const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map(Array.from(digits, (digit, value) => [digit, value]));

/** RFC 4648, with padding. */
export function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(index, index + 3);
    const bits = (first << 16) | (second << 8) | third;
    const four = [18, 12, 6, 0].map((shift) => digits[(bits >> shift) & 63] ?? '').join('');
    const used = Math.min(3, bytes.length - index) + 1;
    parts.push(four.slice(0, used).padEnd(4, '='));
  }
  return parts.join('');
}

/** White space is passed over; undefined when anything else is not of the alphabet, or the length is none that bytes have. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bare = text.replaceAll(/\s+/g, '').replace(/={1,2}$/, '');
  if (bare.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let [bits, waiting, at] = [0, 0, 0];
  for (const digit of bare) {
    const value = values.get(digit);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    waiting += 6;
    if (waiting < 8) continue;
    waiting -= 8;
    bytes[at++] = bits >> waiting;
  }
  return bytes;
}
