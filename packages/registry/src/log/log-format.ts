import { LayeredTable } from './layered-table.ts';
import type { EncodedRecord, ReadRecord } from './state-log.ts';
import type { Table } from './table.ts';

/** A state that is kept on a log: tables, and nothing else that changes. */
export type Tables<S> = { readonly [K in keyof S]: Table<unknown> };

/** How a state follows from the records of a log. All of it is pure but `apply`, which changes the state and nothing else. */
export interface LogFormat<S extends Tables<S>, R> {
  empty(): S;
  /** `state` is the one that the record is going to be applied to. One record for each key that it has to have on the topic. */
  encode(state: S, record: R): readonly EncodedRecord[];
  /** Undefined for a record that is not of this format, or of a kind that came later. */
  decode(...record: Parameters<ReadRecord>): R | undefined;
  /** False when the state refuses the record, since another writer was faster: the decision that it came from is void. */
  apply(state: S, record: R): boolean;
  /**
   * What must be written so that compaction keeps the truth about a record's key, when the last record of the key was refused;
   * undefined when there is nothing to mend.
   */
  repair(state: S, record: R): R | undefined;
  /** All that needs mending: what a writer that died in a race has left to others. */
  repairs(state: S): readonly R[];
  /** The error that a client is told when the log cannot be written. */
  failed(cause: unknown): Error;
}

/** What a command leads to: the records to write (none when it is true already), and the answer once they are applied. */
export interface Decision<R, A> {
  readonly records: readonly R[];
  readonly answer: A;
}

/** A view of the state that takes records while the state itself stays. */
export function layerOver<S extends Tables<S>>(state: S): S {
  const layers = Object.entries<Table<unknown>>(state).map(([name, table]) => [name, new LayeredTable(table)]);
  return Object.fromEntries(layers) as S;
}
