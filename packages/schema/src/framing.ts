import { MillraceError } from '@millrace/base';
import type { ByteWriter } from './codec/byte-writer.ts';

/** Bytes before the payload: a zero, then the schema's id as 32 bits big-endian (Confluent's wire format). */
export const frameSize = 5;

/** The payload with the frame of the schema's id before it. */
export function frame(id: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const framed = new Uint8Array(frameSize + payload.length);
  new DataView(framed.buffer).setInt32(1, id);
  framed.set(payload, frameSize);
  return framed;
}

/** Writes the frame alone; the payload follows by the caller. */
export function writeFrame(id: number, out: ByteWriter): void {
  out.reserve(frameSize);
  const { bytes, position } = out;
  bytes[position] = 0;
  bytes[position + 1] = id >>> 24;
  bytes[position + 2] = id >>> 16;
  bytes[position + 3] = id >>> 8;
  bytes[position + 4] = id;
  out.position = position + frameSize;
}

/** The schema's id of framed bytes, undefined when they are not framed. The payload begins at `frameSize`. */
export function framedId(bytes: Uint8Array): number | undefined {
  if (bytes.length < frameSize || bytes[0] !== 0) return undefined;
  return ((bytes[1] ?? 0) << 24) | ((bytes[2] ?? 0) << 16) | ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0);
}

/**
 * Takes the frame off; the payload is a view.
 * @throws MillraceError DATA_INVALID when there is none
 */
export function unframe(bytes: Uint8Array): { readonly id: number; readonly payload: Uint8Array } {
  const id = framedId(bytes);
  if (id !== undefined) return { id, payload: bytes.subarray(frameSize) };
  const what = bytes.length < frameSize ? `it has ${bytes.length} bytes` : `its first byte is ${bytes[0]}, not 0`;
  throw new MillraceError('DATA_INVALID', `The data is not framed with a schema's id: ${what}.`);
}
