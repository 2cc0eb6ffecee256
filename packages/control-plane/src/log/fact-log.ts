/** One record of the facts' log as every reader sees it. */
export interface FactRecord {
  readonly offset: number;
  /** Text of a structured CloudEvent. */
  readonly value: string;
}

/** The ordered log that all control planes of a mesh share. */
export interface FactLog {
  /** Appends one fact; gives its offset. Other writers' records may stand before it. */
  append(subject: string, value: string): Promise<number>;
  /** Resolves when every record up to and with `offset` has been given to the reader. */
  readTo(offset: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log and gives its records to `read` in order: first all that there are, then each as it comes. */
export type OpenFactLog = (read: (record: FactRecord) => void) => Promise<FactLog>;
