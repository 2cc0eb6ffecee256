import { decodeRecords } from '@millrace/kafka-wire';
import type { InputRecord } from '@millrace/sql';
import type {
  FetchedRecords,
  OutputEpoch,
  QueryKafka,
  SourceReader,
  TopicOffset,
  TopicPartition,
  TransactionWriter,
} from '../ports.ts';

/** Kafka in memory: transactions are atomic, a newer writer of the same id fences the older. */
export class MemoryKafka implements QueryKafka {
  readonly topics = new Map<string, InputRecord[][]>();
  readonly offsets = new Map<string, number>();
  /** Called before a transaction becomes visible; what it throws makes the transaction vanish. */
  beforeCommit: () => void = () => undefined;
  #epoch = 0;

  create(name: string, partitions: number): void {
    if (!this.topics.has(name))
      this.topics.set(
        name,
        Array.from({ length: partitions }, () => []),
      );
  }

  append(topic: string, partition: number, record: Omit<InputRecord, 'offset'>): void {
    const log = this.topics.get(topic)?.[partition];
    log?.push({ ...record, offset: log.length });
  }

  ensureTopics(specs: Parameters<QueryKafka['ensureTopics']>[0]): Promise<void> {
    for (const spec of specs) this.create(spec.name, spec.partitions);
    return Promise.resolve();
  }

  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return Promise.resolve(new Map(topics.map((topic) => [topic, this.topics.get(topic)?.length ?? 0])));
  }

  openTransactions(_: string, group: string): Promise<TransactionWriter> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    const commit = async (sealed: OutputEpoch): Promise<void> => {
      await Promise.resolve();
      if (epoch !== this.#epoch) throw new Error('fenced');
      this.beforeCommit();
      for (const { topic, partition, batch } of sealed.batches) {
        for (const { key, value, timestamp } of decodeRecords(batch.build())) {
          this.append(topic, partition, { key, value, timestamp });
        }
      }
      for (const { topic, partition, offset } of sealed.offsets) {
        this.offsets.set(JSON.stringify([group, topic, partition]), offset);
      }
    };
    return Promise.resolve({ commit, close: () => Promise.resolve() });
  }

  committedOffsets(group: string, topics: readonly string[]): Promise<readonly TopicOffset[]> {
    const all = [...this.offsets].map(([name, offset]) => {
      const [of, topic, partition] = JSON.parse(name) as [string, string, number];
      return { of, topic, partition, offset };
    });
    return Promise.resolve(all.filter((each) => each.of === group && topics.includes(each.topic)));
  }

  edgeOffsets(edge: 'earliest' | 'latest', partitions: readonly TopicPartition[]): Promise<readonly TopicOffset[]> {
    const offset = ({ topic, partition }: TopicPartition): number =>
      edge === 'earliest' ? 0 : (this.topics.get(topic)?.[partition]?.length ?? 0);
    return Promise.resolve(
      partitions.map(({ topic, partition }) => ({ topic, partition, offset: offset({ topic, partition }) })),
    );
  }

  read(from: readonly TopicOffset[]): SourceReader {
    const positions = from.map((each) => ({ ...each, paused: false }));
    const poll = async (): Promise<readonly FetchedRecords[]> => {
      await new Promise((resolve) => setImmediate(resolve));
      return positions.flatMap((position): FetchedRecords[] => {
        const { topic, partition } = position;
        const log = this.topics.get(topic)?.[partition] ?? [];
        const records = position.paused ? [] : log.slice(position.offset, position.offset + 100);
        if (records.length === 0) return [];
        position.offset += records.length;
        return [
          {
            topic,
            partition,
            chunks: () => [records].values(),
            count: records.length,
            nextOffset: position.offset,
            endOffset: log.length,
          },
        ];
      });
    };
    return {
      poll,
      setPaused: (at, paused) => {
        for (const each of positions) {
          if (each.topic === at.topic && each.partition === at.partition) each.paused = paused;
        }
      },
      close: () => Promise.resolve(),
    };
  }
}
