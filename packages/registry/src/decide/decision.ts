import type { RegistryRecord } from '../state/record.ts';

/** What a command leads to: the records to write (none when it is true already), and the answer once they are applied. */
export interface Decision<A> {
  readonly records: readonly RegistryRecord[];
  readonly answer: A;
}
