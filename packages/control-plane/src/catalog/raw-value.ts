/** Milliseconds beyond which a trailing long is no window's start: the year 2100. */
const windowStartMsMax = 4_102_444_800_000;

/**
 * A key or value that no schema describes, as near to what was meant as bytes tell: JSON, text, the windowed key or the number
 * of a stream processor, or else hexadecimal.
 */
export function rawValue(bytes: Uint8Array): unknown {
  const text = asText(bytes);
  if (text !== undefined) return /^\s*[[{]/.test(text) ? asJson(text) : text;
  const windowed = asWindowedKey(bytes);
  if (windowed !== undefined) return windowed;
  if (bytes.length === 4) return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0);
  if (bytes.length === 8) {
    const value = new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  return hexadecimal(bytes);
}

export const hexadecimal = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;

const strict = new TextDecoder('utf-8', { fatal: true });

function asText(bytes: Uint8Array): string | undefined {
  try {
    const text = strict.decode(bytes);
    // oxlint-disable-next-line no-control-regex -- control characters are what tells binary data from text
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Kafka Streams puts the window's start behind the key as a 64-bit number. */
function asWindowedKey(bytes: Uint8Array): unknown {
  if (bytes.length <= 8) return undefined;
  const keyLength = bytes.length - 8;
  const start = Number(new DataView(bytes.buffer, bytes.byteOffset + keyLength).getBigInt64(0));
  const key = asText(bytes.subarray(0, keyLength));
  if (key === undefined || start < 0 || start > windowStartMsMax) return undefined;
  return { key, windowStart: new Date(start).toISOString() };
}

/** What JSON cannot hold made so that it can: bytes as hexadecimal, big whole numbers as text. */
export function jsonSafe(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Uint8Array) return hexadecimal(value);
  if (Array.isArray(value)) return value.map(jsonSafe);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonSafe(member)]));
  return value;
}
