import type { EncodedRecord, OpenLog, ReadRecord, StateLog } from '../log/state-log.ts';

interface Reader {
  readonly read: ReadRecord;
  next: number;
}

/** A log in memory that several stores may open: a record reaches them one after another, in one order for all. */
export class MemoryLog {
  readonly records: EncodedRecord[] = [];
  /** How often something was appended. */
  appends = 0;
  /** Called before each append; a test puts another writer's records in between. */
  beforeAppend: (() => void) | undefined;
  readonly #readers = new Set<Reader>();

  /** What one store appends reaches all at once. */
  readonly open: OpenLog = (read) =>
    this.#openFor(read, {
      append: (records) => {
        this.beforeAppend?.();
        return Promise.resolve(this.push(records));
      },
      readTo: () => Promise.resolve(this.#readers.forEach((reader) => this.#deliver(reader))),
    });

  /** A store reads only when it must, and waits for `pause` before an append is written and before it is read. */
  slowed(pause: () => Promise<void>): OpenLog {
    return (read) => {
      const reader = { read, next: 0 };
      return this.#openFor(
        read,
        {
          append: async (records) => {
            await pause();
            return this.push(records);
          },
          readTo: async () => {
            await pause();
            this.#deliver(reader);
          },
        },
        reader,
      );
    };
  }

  push(records: readonly EncodedRecord[]): number {
    this.appends++;
    this.records.push(...records);
    return this.records.length - 1;
  }

  /** What compaction would leave: the last record of each key, tombstones gone. */
  compact(): MemoryLog {
    const last = new Map(this.records.map((record, index) => [Buffer.from(record.key).toString(), index]));
    const compacted = new MemoryLog();
    compacted.push(
      this.records.filter(
        (record, index) => record.value !== null && last.get(Buffer.from(record.key).toString()) === index,
      ),
    );
    return compacted;
  }

  #openFor(read: ReadRecord, log: Omit<StateLog, 'close'>, reader: Reader = { read, next: 0 }): Promise<StateLog> {
    this.#readers.add(reader);
    this.#deliver(reader);
    return Promise.resolve({ ...log, close: () => Promise.resolve(void this.#readers.delete(reader)) });
  }

  #deliver(reader: Reader): void {
    while (reader.next < this.records.length) {
      const record = this.records[reader.next++];
      if (record !== undefined) reader.read(record.key, record.value, record.timestamp ?? 0, record.headers ?? []);
    }
  }
}
