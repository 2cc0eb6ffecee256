import type { Logger } from '@millrace/base';
import { LogStore } from './log/log-store.ts';
import type { OpenLog } from './log/state-log.ts';
import type { RegistryRecord } from './state/record.ts';
import { registryFormat } from './state/registry-format.ts';
import type { RegistryState } from './state/registry-state.ts';

/** The registry's state on `_schemas`. */
export type RegistryStore = LogStore<RegistryState, RegistryRecord>;

export function openRegistryStore(openLog: OpenLog, logger: Logger): Promise<RegistryStore> {
  return LogStore.open(registryFormat, openLog, logger);
}
