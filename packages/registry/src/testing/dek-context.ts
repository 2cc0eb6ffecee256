import { silent } from '@millrace/base';
import type { DekContext } from '../dek/answering.ts';
import { DataKeys } from '../dek/data-keys.ts';
import { kmsOf } from '../dek/kms/kms.ts';
import { openKeys } from '../dek/open-keys.ts';
import type { OpenLog } from '../log/state-log.ts';

/** A DEK registry on a log, with a local KMS and a clock that counts. */
export function dekContext(openLog: OpenLog, secret = 'secret'): DekContext {
  let time = 0;
  const now = (): number => ++time;
  return { keys: openKeys(openLog, silent).keys, dataKeys: new DataKeys(kmsOf({ local: secret }), { now }), now };
}
