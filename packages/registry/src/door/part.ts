import type { RecordHeaders, SubjectStrategy } from '@millrace/schema';

export type Part = 'key' | 'value';

/** What is asked of the keys or the values of a topic. */
export interface PartCheck {
  /** `id`: the schema that one names is registered for its subject. `full`: and it is a value of that schema. */
  readonly level: 'id' | 'full';
  readonly strategy: SubjectStrategy;
}

export interface RecordAtDoor {
  /** Its place in the producer's batch. */
  readonly index: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: RecordHeaders;
}
