import type { RecordHeader } from '@millrace/kafka-wire';
import type { RecordCheck } from '../config/record-check.ts';

/**
 * The broker's plug for checking records before they are taken; what a schema is, only the plug knows. It is handed records
 * of topics that ask for a check, a few at a time, and answers with those that it refuses. It answers at once when it can: only
 * then does the batch not wait. One that fails or keeps silent refuses.
 */
export type RecordValidator = (records: RecordsToCheck) => readonly RecordRefusal[] | Promise<readonly RecordRefusal[]>;

export interface RecordsToCheck {
  readonly topic: string;
  readonly check: RecordCheck;
  readonly records: readonly RecordToCheck[];
}

export interface RecordToCheck {
  /** Its place in the producer's batch, from 0. */
  readonly index: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

export interface RecordRefusal {
  /** Of the record. */
  readonly index: number;
  /** A sentence for the people behind the producer: what is wrong, and what to do. */
  readonly reason: string;
}
