import type { OpenLog } from '../log.ts';
import type { EncodedRecord } from '../state/record.ts';

type Read = Parameters<OpenLog>[0];

/** A log in memory that several registries may open: a record reaches them one after another, in one order for all. */
export class MemoryLog {
  readonly records: EncodedRecord[] = [];
  /** Called before each append; a test puts another writer's records in between. */
  beforeAppend: (() => void) | undefined;
  readonly #readers = new Set<{ read: Read; next: number }>();

  readonly open: OpenLog = (read) => {
    const reader = { read, next: 0 };
    this.#readers.add(reader);
    this.#deliver();
    return Promise.resolve({
      append: (records) => {
        this.beforeAppend?.();
        return Promise.resolve(this.push(records));
      },
      readTo: () => Promise.resolve(this.#deliver()),
      close: () => Promise.resolve(void this.#readers.delete(reader)),
    });
  };

  push(records: readonly EncodedRecord[]): number {
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

  #deliver(): void {
    for (const reader of this.#readers) {
      while (reader.next < this.records.length) {
        const record = this.records[reader.next++];
        if (record !== undefined) reader.read(record.key, record.value);
      }
    }
  }
}
