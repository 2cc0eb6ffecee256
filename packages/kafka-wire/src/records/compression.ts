import type { Buffer } from 'node:buffer';
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { compressFrameSync, decompressFrameSync } from 'lz4-napi';
import { WireError } from '../wire-error.ts';
import { lz4SizeMax } from './lz4-bound.ts';
import { snappyCompress, snappyDecompress } from './snappy.ts';

/** How the records of a batch are compressed; the place in the list is the number in the batch's attributes. */
export const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Compression = (typeof compressions)[number];

/** The most that a batch may grow to: what protects a reader from a batch made to exhaust it. */
export const decompressedBytesMax = 256 * 1024 * 1024;

const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function compress(compression: Compression, data: Buffer): Uint8Array {
  switch (compression) {
    case 'none':
      return data;
    case 'gzip':
      return gzipSync(data);
    case 'snappy':
      return snappyCompress(data);
    case 'lz4':
      return compressFrameSync(data);
    case 'zstd':
      return zstdCompressSync(data, zstdOptions);
  }
}

/** Raises WireError for data that is not what it claims to be, or grows beyond `bytesMax`. */
export function decompress(compression: Compression, data: Buffer, bytesMax = decompressedBytesMax): Buffer {
  try {
    return unpack(compression, data, bytesMax);
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw new WireError(
      `records that are no ${compression}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function unpack(compression: Compression, data: Buffer, bytesMax: number): Buffer {
  switch (compression) {
    case 'none':
      return data;
    case 'gzip':
      return gunzipSync(data, { maxOutputLength: bytesMax });
    case 'snappy':
      return snappyDecompress(data, bytesMax);
    case 'lz4':
      if (lz4SizeMax(data) > bytesMax) throw new WireError(`lz4 records that may grow beyond ${bytesMax} bytes`);
      return decompressFrameSync(data);
    case 'zstd':
      return zstdDecompressSync(data, { maxOutputLength: bytesMax });
  }
}
