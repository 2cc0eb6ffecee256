import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Kms } from './kms.ts';

const ivBytes = 12;
const tagBytes = 16;

/**
 * A key management service without a service, for trying out, as Confluent's clients have it: every key is AES-128-GCM with
 * what HKDF-SHA256 makes of the secret. Ciphertext is the initial vector, the encrypted bytes and the tag.
 */
export function localKms(secret: string): Kms {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', '', 16));
  return {
    encrypt(_key, plaintext) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-128-gcm', key, iv);
      const encrypted = [cipher.update(plaintext), cipher.final()];
      return Promise.resolve(Buffer.concat([iv, ...encrypted, cipher.getAuthTag()]));
    },
    decrypt: async (_key, ciphertext) => open(key, ciphertext),
  };
}

function open(key: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-128-gcm', key, ciphertext.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(ciphertext.subarray(-tagBytes));
  return Buffer.concat([decipher.update(ciphertext.subarray(ivBytes, -tagBytes)), decipher.final()]);
}
