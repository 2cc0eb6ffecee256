import type { Window } from '../operators/topology.ts';
import type { WindowInfo } from '../plan/physical-plan.ts';
import { writeLong } from './kafka.ts';
import { FormatError } from './json-scanner.ts';
import { allocate } from './slab.ts';

function readTime(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  return view.getInt32(0) * 4_294_967_296 + view.getUint32(4);
}

/** How many bytes of a windowed key the window takes, after the key itself. */
export function windowBytes(info: WindowInfo): 8 | 16 {
  return info.type === 'SESSION' ? 16 : 8;
}

/** Reads the window that follows the key: start alone, or end and start of a session. */
export function readWindow(bytes: Uint8Array, info: WindowInfo): Window {
  const size = windowBytes(info);
  if (bytes.length < size) throw new FormatError(`A windowed key cannot have ${bytes.length} bytes`);
  const start = readTime(bytes, bytes.length - 8);
  if (info.type === 'SESSION') return { start, end: readTime(bytes, bytes.length - 16) };
  return { start, end: info.sizeMs === null ? Number.MAX_SAFE_INTEGER : start + info.sizeMs };
}

/** Appends the window to the bytes of a key. */
export function writeWindow(key: Uint8Array, window: Window, info: WindowInfo): Uint8Array {
  const bytes = allocate(key.length + windowBytes(info));
  for (let i = 0; i < key.length; i += 1) bytes[i] = key[i] ?? 0;
  if (info.type === 'SESSION') writeLong(window.end, bytes, key.length);
  writeLong(window.start, bytes, bytes.length - 8);
  return bytes;
}
