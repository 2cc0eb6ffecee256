import type { EncodedRecord } from './state/record.ts';

/** The topic that holds the state, as far as the registry needs it. Offsets count up; gaps are possible. */
export interface StateLog {
  /** Writes the records in order, and answers with the offset of the last once they are safe. */
  append(records: readonly EncodedRecord[]): Promise<number>;
  /** Waits until every record up to the offset was given to the reader. */
  readTo(offset: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log and gives every record that is in it, then every one that comes, to `read`, in order. */
export type OpenLog = (read: (key: Uint8Array | null, value: Uint8Array | null) => void) => Promise<StateLog>;
