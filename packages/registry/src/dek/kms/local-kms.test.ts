import { describe, expect, it } from 'vitest';
import { kmsOf } from './kms.ts';
import { localKms } from './local-kms.ts';

const key = { type: 'local-kms', id: 'any' };

describe('the local key management service', () => {
  it("opens what Confluent's client has encrypted by the same secret", async () => {
    const theirs = Buffer.from('ON/9sjtGQfC4dhmdNR61khaxrQXJeUBp9/bzngEqonTsj0BGg1g=', 'base64');
    expect(String(await localKms('mysecret').decrypt(key, theirs))).toBe('a data key');
  });

  it('opens what it encrypted, by the same secret only, and nothing that was changed', async () => {
    const kms = localKms('mysecret');
    const encrypted = await kms.encrypt(key, Buffer.from('a data key'));
    expect(String(await kms.decrypt(key, encrypted))).toBe('a data key');
    await expect(localKms('another').decrypt(key, encrypted)).rejects.toThrow();
    encrypted[20] = (encrypted[20] ?? 0) ^ 1;
    await expect(kms.decrypt(key, encrypted)).rejects.toThrow();
    await expect(kms.decrypt(key, new Uint8Array(3))).rejects.toThrow();
  });

  it('is the only service, and wants its secret', () => {
    expect(() => kmsOf({ local: 's' })('aws-kms')).toThrow('aws-kms');
    expect(() => kmsOf({})('local-kms')).toThrow('registry.kms.local');
  });
});
