import { RecordBatchBuilder, type RecordHeader } from '@millrace/kafka-wire';
import type { OutputBatch, OutputEpoch, TopicOffset } from './ports.ts';

/** Below the broker's default `message.max.bytes` (1 MiB) with room for one large record. */
const batchBytesMax = 512 * 1024;
const batchCapacity = 4096;

/**
 * What a query has written since its last commit: record batches by partition, sent in one transaction when the epoch is
 * sealed. While that is under way the next epoch fills.
 */
export class OutputBuffer {
  #open = new Map<string, RecordBatchBuilder[]>();
  #closed: OutputBatch[] = [];
  #bytes = 0;
  #records = 0;

  /** Bytes and records that wait for the commit. */
  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  append(
    topic: string,
    partition: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    timestamp: number,
    headers?: readonly RecordHeader[],
  ): void {
    let partitions = this.#open.get(topic);
    if (partitions === undefined) {
      partitions = [];
      this.#open.set(topic, partitions);
    }
    let batch = partitions[partition];
    if (batch === undefined) {
      batch = new RecordBatchBuilder({ isTransactional: true, capacity: batchCapacity });
      partitions[partition] = batch;
    }
    const before = batch.size;
    batch.append(key, value, timestamp, headers);
    this.#records += 1;
    this.#bytes += batch.size - before;
    if (batch.size >= batchBytesMax) {
      this.#closed.push({ topic, partition, batch });
      // oxlint-disable-next-line typescript/no-array-delete
      delete partitions[partition];
    }
  }

  /** Takes everything out, to be committed together with these source offsets. */
  seal(offsets: readonly TopicOffset[]): OutputEpoch {
    const batches = this.#closed;
    for (const [topic, partitions] of this.#open) {
      partitions.forEach((batch, partition) => batches.push({ topic, partition, batch }));
    }
    this.#open = new Map();
    this.#closed = [];
    this.#bytes = 0;
    this.#records = 0;
    return { batches, offsets };
  }
}
