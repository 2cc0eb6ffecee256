import type { KafkaClient } from '@millrace/kafka-client';
import type { PartitionOffsets } from './cluster.ts';

interface Count {
  /** The first offset that was counted. */
  readonly earliest: number;
  /** The first offset that was not. */
  readonly next: number;
  /** Events between the two. */
  readonly events: number;
}

/** Bytes asked of a partition at a time; between two answers others have their turn. */
const partitionBytesMax = 4 * 1024 * 1024;
/** Answers read in one go: what is left is counted at the next. */
const answersMax = 16;

/**
 * How many events partitions hold. Offsets alone do not tell: markers and aborted records of transactions take some, and
 * compaction leaves gaps. So batches are read once, their headers counted, and then only what is new.
 */
export class EventCounter {
  readonly #client: KafkaClient;
  readonly #counts = new Map<string, Count>();

  constructor(client: KafkaClient) {
    this.#client = client;
  }

  /** The best answer without asking: what was counted, and the distance of the offsets for the rest. */
  events(topic: string, partitions: readonly PartitionOffsets[]): number {
    return partitions.reduce((sum, offsets) => {
      const { next, events } = this.#count(topic, offsets);
      return sum + events + offsets.latest - next;
    }, 0);
  }

  /** Counts on, as far as one go leads. */
  async countOn(topic: string, partitions: readonly PartitionOffsets[]): Promise<void> {
    let answers = 0;
    for (const offsets of partitions) {
      const { partition, earliest, latest } = offsets;
      let { next, events } = this.#count(topic, offsets);
      while (next < latest && answers++ < answersMax) {
        const options = { isolation: 'read_committed', partitionMaxBytes: partitionBytesMax } as const;
        const [fetched] = await this.#client.fetchPartitions([{ topic, partition, offset: next }], options);
        // Nothing is left although the end says so: it was compacted away.
        if (fetched === undefined || fetched.endOffset === next) next = latest;
        else next = fetched.endOffset;
        for (const { header } of fetched?.batches ?? []) events += header.recordCount;
        this.#counts.set(`${topic}/${partition}`, { earliest, next, events });
      }
    }
  }

  /** Retention, compaction by deletion and topics made anew move the beginning, or the end back: counting begins again. */
  #count(topic: string, { partition, earliest, latest }: PartitionOffsets): Count {
    const count = this.#counts.get(`${topic}/${partition}`);
    const stands = count !== undefined && count.earliest === earliest && count.next <= latest;
    return stands ? count : { earliest, next: earliest, events: 0 };
  }
}
