import type { Logger } from '@millrace/base';
import { storeFailed } from '../errors.ts';
import { LogStore } from '../log/log-store.ts';
import type { OpenLog } from '../log/state-log.ts';
import type { KeyStore } from './data-keys.ts';
import { keyFormat } from './key-format.ts';

/** The topic that Confluent's registry keeps its keys on. */
export const keysTopic = '_dek_registry_keys';

export interface OpenKeys {
  /**
   * The store of keys, opened at the first call.
   * @throws RegistryError 50001 when its topic cannot be read; the next call tries again
   */
  readonly keys: () => Promise<KeyStore>;
  readonly close: () => Promise<void>;
}

export function openKeys(openLog: OpenLog, logger: Logger): OpenKeys {
  let opened: Promise<KeyStore> | undefined;
  const open = (): Promise<KeyStore> =>
    LogStore.open(keyFormat, openLog, logger).catch((error: unknown) => {
      opened = undefined;
      logger.error({ error }, 'the topic of keys could not be opened');
      throw storeFailed(error instanceof Error ? error.message : String(error));
    });
  return {
    keys: () => (opened ??= open()),
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}
