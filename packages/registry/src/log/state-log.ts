/** What a record says beside its value; other programs pass over what they do not know. */
export type RecordHeader = readonly [name: string, value: Uint8Array | null];

export interface EncodedRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970. Default: now. */
  readonly timestamp?: number;
  readonly headers?: readonly RecordHeader[];
}

/** Takes one record of the log, in order. */
export type ReadRecord = (
  key: Uint8Array | null,
  value: Uint8Array | null,
  timestamp: number,
  headers: readonly RecordHeader[],
) => void;

/** The topic that holds a state, as far as the state needs it. Offsets count up; gaps are possible. */
export interface StateLog {
  /** Writes the records in order, all or none, and answers with the offset of the last once they are safe. */
  append(records: readonly EncodedRecord[]): Promise<number>;
  /** Waits until every record up to the offset was given to the reader. */
  readTo(offset: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log and gives every record that is in it, then every one that comes, to `read`, in order. */
export type OpenLog = (read: ReadRecord) => Promise<StateLog>;
