import type { CommandRecord } from './command.ts';

/** A record of the command topic as it was read back. */
export interface LoggedRecord {
  readonly offset: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** The topic that holds every command, in one order for all servers. */
export interface CommandLog {
  /** Appends, and waits until the record has been read back and applied. Gives its offset. */
  append(record: CommandRecord): Promise<number>;
  /** Waits until everything that is in the topic now has been applied. */
  catchUp(): Promise<void>;
  /** Waits until the record of this offset has been applied. */
  readTo(offset: number): Promise<void>;
  close(): Promise<void>;
}

export function commandTopic(serviceId: string): string {
  return `_confluent-ksql-${serviceId}_command_topic`;
}
