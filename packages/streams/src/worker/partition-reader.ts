import { Fetcher, type FetchedPartition, type KafkaClient } from '@millrace/kafka-client';
import { RecordCursor } from '@millrace/kafka-wire';
import type { InputRecord } from '@millrace/sql';
import type { SourceReader, TopicOffset } from './ports.ts';

/** Fetched bytes that wait for a poll, of one query. */
const prefetchBytes = 16 * 1024 * 1024;
/** Few enough that a chunk is garbage before a collection of young objects meets it twice. */
const chunkRecords = 512;

/** Reads partitions from given offsets, committed records only. */
export function openPartitionReader(client: KafkaClient, from: readonly TopicOffset[]): SourceReader {
  const fetcher = new Fetcher(client, { isolation: 'read_committed', prefetchBytes });
  fetcher.assign(from);
  return {
    async poll(waitMs) {
      return (await fetcher.poll(waitMs)).map((fetched) => ({
        topic: fetched.topic,
        partition: fetched.partition,
        chunks: () => chunksOf(fetched),
        count: fetched.batches.reduce((sum, { header }) => sum + header.recordCount, 0),
        nextOffset: fetched.endOffset,
        endOffset: fetched.lastStableOffset,
      }));
    },
    setPaused: ({ topic, partition }, paused) => fetcher.pause(topic, partition, paused),
    close: () => fetcher.close(),
  };
}

/** Keys and values are views of what was fetched. */
function* chunksOf({ batches, startOffset }: FetchedPartition): Generator<readonly InputRecord[], undefined> {
  for (const batch of batches) {
    const cursor = new RecordCursor(batch);
    let chunk: InputRecord[] = [];
    while (cursor.next()) {
      const { offset } = cursor;
      if (offset < startOffset) continue;
      const { key, value, timestamp, headers } = cursor;
      chunk.push(headers.length === 0 ? { key, value, timestamp, offset } : { key, value, timestamp, offset, headers });
      if (chunk.length === chunkRecords) {
        yield chunk;
        chunk = [];
      }
    }
    if (chunk.length > 0) yield chunk;
  }
}
