import { Buffer } from 'node:buffer';
import { compressSync, uncompressSync } from 'snappy';
import { WireError } from '../wire-error.ts';

/**
 * Snappy as Java's clients write it (snappy-java's stream format): a magic, two versions (int32), then blocks, each a
 * size (int32) and a raw Snappy block. librdkafka writes one raw block instead; readers take both.
 */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const headerBytes = 16;
const blockBytes = 64 * 1024;
const header = Buffer.concat([magic, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])]);

export function snappyCompress(data: Buffer): Buffer {
  const parts: Buffer[] = [header];
  for (let at = 0; at < data.length; at += blockBytes) {
    const block = compressSync(data.subarray(at, at + blockBytes));
    const size = Buffer.allocUnsafe(4);
    size.writeInt32BE(block.length);
    parts.push(size, block);
  }
  return Buffer.concat(parts);
}

export function snappyDecompress(data: Buffer, bytesMax: number): Buffer {
  if (data.length < headerBytes || !data.subarray(0, magic.length).equals(magic)) return block(data, bytesMax);
  const parts: Buffer[] = [];
  let left = bytesMax;
  let at = headerBytes;
  while (at < data.length) {
    if (at + 4 > data.length) throw new WireError('snappy data that ends within a block size');
    const size = data.readInt32BE(at);
    at += 4;
    if (size < 0 || size > data.length - at)
      throw new WireError(`a snappy block of ${size} bytes, ${data.length - at} left`);
    const part = block(data.subarray(at, at + size), left);
    left -= part.length;
    parts.push(part);
    at += size;
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

function block(data: Buffer, bytesMax: number): Buffer {
  if (uncompressedLength(data) > bytesMax) throw new WireError(`snappy records of more than ${bytesMax} bytes`);
  const plain = uncompressSync(data, { asBuffer: true });
  return typeof plain === 'string' ? Buffer.from(plain) : plain;
}

/** A raw block begins with the size that it grows to. */
function uncompressedLength(data: Buffer): number {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = data[i];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return length;
  }
  throw new WireError('a snappy block without a length');
}
