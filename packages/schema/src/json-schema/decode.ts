import { MillraceError } from '@millrace/base';
import { exactJson } from '../json.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON from `offset` to the end. An integer that a number cannot hold is a bigint.
 * @throws MillraceError DATA_INVALID when it is not JSON
 */
export function decodeJson(bytes: Uint8Array, offset: number): unknown {
  try {
    return exactJson(utf8.decode(bytes.subarray(offset)));
  } catch (cause) {
    throw new MillraceError('DATA_INVALID', `The data is not JSON: ${(cause as Error).message}`, { cause });
  }
}
