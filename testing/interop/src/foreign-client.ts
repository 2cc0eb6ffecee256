/** What every client of the protocol can do, in its own way. Values are text; a topic's partitions are read from the start. */
export interface ForeignClient {
  readonly name: string;
  /** The names of all topics. */
  topics(): Promise<readonly string[]>;
  /** Resolves when all are acknowledged. */
  produce(topic: string, values: readonly string[]): Promise<void>;
  /** Joins a group, reads from what it committed (or the start), and commits what it read when it leaves. */
  join(group: string, topic: string): Promise<Member>;
  /** Absent for clients without transactions. */
  readonly transactions?: {
    run(topic: string, transactionalId: string, values: readonly string[], outcome: 'commit' | 'abort'): Promise<void>;
    /** Reads a topic with isolation `read_committed` up to the value `last`. */
    readCommitted(topic: string, last: string): Promise<readonly string[]>;
  };
}

export interface Member {
  /** All values received so far. */
  readonly values: readonly string[];
  /** The partitions that are its own now. */
  readonly partitions: readonly number[];
  leave(): Promise<void>;
}
