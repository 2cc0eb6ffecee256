import type { FactLog, FactRecord, OpenFactLog } from './fact-log.ts';

/** A log in memory that several stores may open, for tests of what the log's order decides. */
export class MemoryFactTopic {
  readonly #records: FactRecord[] = [];
  readonly #readers = new Set<(record: FactRecord) => void>();

  readonly open: OpenFactLog = (read) => {
    for (const record of this.#records) read(record);
    this.#readers.add(read);
    return Promise.resolve(this.#log(read));
  };

  get records(): readonly FactRecord[] {
    return this.#records;
  }

  #log(read: (record: FactRecord) => void): FactLog {
    const records = this.#records;
    return {
      append: (_subject, value) => {
        const record = { offset: records.length, value };
        records.push(record);
        for (const reader of this.#readers) reader(record);
        return Promise.resolve(record.offset);
      },
      readTo: () => Promise.resolve(),
      close: () => {
        this.#readers.delete(read);
        return Promise.resolve();
      },
    };
  }
}
