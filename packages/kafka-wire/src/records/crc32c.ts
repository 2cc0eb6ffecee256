import { crc32c as compute } from '@node-rs/crc32';

/** CRC-32C (Castagnoli), unsigned. `seed` is the checksum of what goes before. */
export function crc32c(bytes: Uint8Array, seed?: number): number {
  return compute(bytes, seed);
}
