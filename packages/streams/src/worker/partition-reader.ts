import { Fetcher, type FetchedPartition, forEachRecord, type KafkaClient } from '@millrace/kafka-client';
import type { InputRecord } from '@millrace/sql';
import type { SourceReader, TopicOffset } from './ports.ts';

/** Fetched bytes that wait for a poll, of one query. */
const prefetchBytes = 16 * 1024 * 1024;

/** Reads partitions from given offsets, committed records only. */
export function openPartitionReader(client: KafkaClient, from: readonly TopicOffset[]): SourceReader {
  const fetcher = new Fetcher(client, { isolation: 'read_committed', prefetchBytes });
  fetcher.assign(from);
  return {
    async poll(waitMs) {
      return (await fetcher.poll(waitMs)).map((fetched) => ({
        topic: fetched.topic,
        partition: fetched.partition,
        records: recordsOf(fetched),
        nextOffset: fetched.endOffset,
        endOffset: fetched.lastStableOffset,
      }));
    },
    setPaused: ({ topic, partition }, paused) => fetcher.pause(topic, partition, paused),
    close: () => fetcher.close(),
  };
}

/** Keys and values are views of what was fetched. */
function recordsOf(fetched: FetchedPartition): readonly InputRecord[] {
  const records: InputRecord[] = [];
  forEachRecord(fetched, ({ key, value, timestamp, offset, headers }) => {
    records.push(
      headers.length === 0 ? { key, value, timestamp, offset } : { key, value, timestamp, offset, headers },
    );
  });
  return records;
}
