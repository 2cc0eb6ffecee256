import { randomBytes } from 'node:crypto';
import type { Clock } from '@millrace/base';
import type { LogStore } from '../log/log-store.ts';
import { newDataKey } from './algorithm.ts';
import { createDek, type SentDek } from './decide-dek.ts';
import { invalidKey, keyNotGenerated } from './errors.ts';
import type { Kms, KmsKey } from './kms/kms.ts';
import type { KeyRecord } from './key-record.ts';
import { dekKey, kekKey, type Dek, type Kek, type KeyState, type Stored } from './key-state.ts';

export type KeyStore = LogStore<KeyState, KeyRecord>;

/** The property of a KEK that names further keys of its service, which hold where the first does not answer. */
const alternateIds = 'encrypt.alternate.kms.key.ids';

/** Data keys of shared KEKs, which the registry makes, encrypts and decrypts by the key management service. */
export class DataKeys {
  readonly #kmsOf: (type: string) => Kms;
  readonly #clock: Clock;

  constructor(kmsOf: (type: string) => Kms, clock: Clock) {
    this.#kmsOf = kmsOf;
    this.#clock = clock;
  }

  /** @throws RegistryError as `createDek`, and 50070 when the service does not do its part */
  async create(store: KeyStore, sent: SentDek, rewrap: boolean): Promise<Stored<Dek>> {
    await this.#assertUsable(store.state, sent);
    const encryptedKeyMaterial = sent.encryptedKeyMaterial ?? (await this.#made(store.state, sent, rewrap));
    const whole = encryptedKeyMaterial === undefined ? sent : { ...sent, encryptedKeyMaterial };
    return store.write((state) => createDek(state, whole, rewrap, this.#clock.now()));
  }

  /**
   * Base64 of the data key itself; undefined unless the KEK is shared.
   * @throws RegistryError 50070
   */
  async raw({ key: kek }: Stored<Kek>, { key: dek }: Stored<Dek>): Promise<string | undefined> {
    if (!kek.shared) return undefined;
    return base64(await this.#opened(kek, dek));
  }

  /**
   * Proves that the registry can use the KEK.
   * @throws RegistryError 50070
   */
  async test(kek: Kek): Promise<void> {
    const about = `dek for a test of ${kek.name}`;
    const probe = randomBytes(16);
    const encrypted = await this.#ask(kek, about, (kms, key) => kms.encrypt(key, probe));
    await this.#ask(kek, about, (kms, key) => kms.decrypt(key, encrypted));
  }

  /** What clients give to a shared KEK must be of it, or no reader would ever get at the key. */
  async #assertUsable(state: KeyState, { kekName, subject, encryptedKeyMaterial }: SentDek): Promise<void> {
    const kek = state.keks.get(kekKey(kekName))?.key;
    if (kek?.shared !== true || encryptedKeyMaterial === undefined) return;
    await this.#opened(kek, { subject, encryptedKeyMaterial }).catch(() => {
      throw invalidKey(`encryptedKeyMaterial was not encrypted by the KEK '${kekName}'`);
    });
  }

  /** Material for a DEK that comes without; undefined where there is no need, or no right, to make it. */
  async #made(state: KeyState, sent: SentDek, rewrap: boolean): Promise<string | undefined> {
    const kek = state.keks.get(kekKey(sent.kekName));
    const held = state.deks.get(dekKey(sent));
    if (kek?.key.shared !== true || (held !== undefined && !rewrap)) return undefined;
    const raw = held === undefined ? newDataKey(sent.algorithm, randomBytes) : await this.#opened(kek.key, held.key);
    const about = `encrypted dek for ${sent.subject}`;
    return base64(await this.#ask(kek.key, about, (kms, key) => kms.encrypt(key, raw)));
  }

  #opened(
    kek: Kek,
    { subject, encryptedKeyMaterial }: Pick<Dek, 'subject' | 'encryptedKeyMaterial'>,
  ): Promise<Uint8Array> {
    const encrypted = Buffer.from(encryptedKeyMaterial, 'base64');
    return this.#ask(kek, `raw dek for ${subject}`, (kms, key) => kms.decrypt(key, encrypted));
  }

  async #ask(kek: Kek, about: string, use: (kms: Kms, key: KmsKey) => Promise<Uint8Array>): Promise<Uint8Array> {
    const ids = [kek.kmsKeyId, ...(kek.kmsProps[alternateIds]?.split(',') ?? [])];
    let failure: unknown;
    for (const id of ids) {
      try {
        return await use(this.#kmsOf(kek.kmsType), { type: kek.kmsType, id: id.trim() });
      } catch (error) {
        failure = error;
      }
    }
    throw keyNotGenerated(`${about}: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
