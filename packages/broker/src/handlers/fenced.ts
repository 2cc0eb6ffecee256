import { ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';

/** Older versions of the transaction requests know no PRODUCER_FENCED; there the epoch is what is wrong (KIP-588). */
export function codeForVersion(error: ErrorName, version: number, fencedFrom: number): number {
  return ErrorCode[error === 'PRODUCER_FENCED' && version < fencedFrom ? 'INVALID_PRODUCER_EPOCH' : error];
}
