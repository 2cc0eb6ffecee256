import { MillraceError } from '@millrace/base';
import { localKms } from './local-kms.ts';

/** A key in a key management service, as a key encryption key names it. */
export interface KmsKey {
  /** `aws-kms`, `local-kms` and so on. */
  readonly type: string;
  readonly id: string;
}

/** Wraps and unwraps data keys by a key that never leaves the service. */
export interface Kms {
  encrypt(key: KmsKey, plaintext: Uint8Array): Promise<Uint8Array>;
  /** @throws when the bytes were not encrypted by the key */
  decrypt(key: KmsKey, ciphertext: Uint8Array): Promise<Uint8Array>;
}

export interface KmsSecrets {
  /** What the keys of `local-kms` are derived from. */
  readonly local?: string;
}

/**
 * The services that this registry can reach, by type. A key that is shared with the registry needs one; for others clients go to the service
 * by themselves.
 * @throws MillraceError CONFIG_INVALID for a service that is not supported here, or whose secret is not configured
 */
export function kmsOf(secrets: KmsSecrets): (type: string) => Kms {
  return (type) => {
    if (type !== 'local-kms') throw unusable(`Keys of ${type} are not supported by this registry when they are shared`);
    if (secrets.local === undefined) throw unusable('The secret of local-kms is not configured (registry.kms.local)');
    return localKms(secrets.local);
  };
}

function unusable(reason: string): MillraceError {
  return new MillraceError('CONFIG_INVALID', reason);
}
