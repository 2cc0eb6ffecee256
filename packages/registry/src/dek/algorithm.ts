/** What a data key is for. SIV encrypts the same text always to the same bytes, so that it can still be compared. */
export const algorithms = ['AES128_GCM', 'AES256_GCM', 'AES256_SIV'] as const;
export type Algorithm = (typeof algorithms)[number];

export const defaultAlgorithm: Algorithm = 'AES256_GCM';

export function isAlgorithm(text: unknown): text is Algorithm {
  return algorithms.some((algorithm) => algorithm === text);
}

/** SIV takes two keys of 256 bits (RFC 5297). */
const keyBytes = { AES128_GCM: 16, AES256_GCM: 32, AES256_SIV: 64 } as const;

/**
 * A new data key as Confluent's clients unwrap it: Tink's message `AesGcmKey` (key_value is field 3) or `AesSivKey` (field 2), whose version 0
 * is not written.
 */
export function newDataKey(algorithm: Algorithm, random: (size: number) => Uint8Array): Uint8Array {
  const key = random(keyBytes[algorithm]);
  const field = algorithm === 'AES256_SIV' ? 2 : 3;
  return Uint8Array.of((field << 3) | 2, key.length, ...key);
}
