import type { Buffer } from 'node:buffer';
import { WireError } from '../wire-error.ts';

const magic = 0x184d2204;
const blockBytesMax = [64, 256, 1024, 4096].map((kib) => kib * 1024);
/** A byte of LZ4 stands for at most so many. */
const growthMax = 255;

/** The most bytes that an LZ4 frame can grow to, by the sizes of its blocks (LZ4 frame format 1.6). Raises WireError. */
export function lz4SizeMax(frame: Buffer): number {
  if (frame.length < 7 || frame.readUInt32LE(0) !== magic) throw new WireError('records that are no lz4 frame');
  const flags = frame.readUInt8(4);
  const blockMax = blockBytesMax[((frame.readUInt8(5) >> 4) & 7) - 4];
  if (blockMax === undefined) throw new WireError('an lz4 frame with an unknown block size');
  const hasBlockChecksums = (flags & 0x10) !== 0;
  let at = 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4);
  let sizeMax = 0;
  while (at + 4 <= frame.length) {
    const size = frame.readUInt32LE(at) & 0x7fffffff;
    if (size === 0) break;
    sizeMax += Math.min(blockMax, size * growthMax);
    at += 4 + size + (hasBlockChecksums ? 4 : 0);
  }
  return sizeMax;
}
