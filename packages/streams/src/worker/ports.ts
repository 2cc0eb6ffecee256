import type { RecordBatchBuilder } from '@millrace/kafka-wire';
import type { InputRecord } from '@millrace/sql';
import type { TopicSpec } from '../kafka/topics.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface TopicOffset extends TopicPartition {
  /** The next record to read. */
  readonly offset: number;
}

/** Records of one partition in the order of their offsets, committed ones only. */
export interface FetchedRecords extends TopicPartition {
  /** The records, decoded as the iterator goes on. Each call begins anew. */
  chunks(): Iterator<readonly InputRecord[]>;
  /** How many there are, about. */
  readonly count: number;
  /** Where reading goes on; past the last record where transaction markers follow it. */
  readonly nextOffset: number;
  /** End of what may be read (the last stable offset) when this was fetched. */
  readonly endOffset: number;
}

/** Reads assigned partitions, ahead of the calls in bounded memory. */
export interface SourceReader {
  /** What has come in, waiting up to `waitMs` for the first. Empty after that. */
  poll(waitMs: number): Promise<readonly FetchedRecords[]>;
  /** Paused partitions are not fetched. */
  setPaused(partition: TopicPartition, paused: boolean): void;
  close(): Promise<void>;
}

/** A batch that is complete but for the producer's identity, which the transaction fills in. */
export interface OutputBatch extends TopicPartition {
  readonly batch: RecordBatchBuilder;
}

/** What one transaction writes. */
export interface OutputEpoch {
  /** In the order of writing within a partition. */
  readonly batches: readonly OutputBatch[];
  readonly offsets: readonly TopicOffset[];
}

/** One transactional producer. Opening it fences its predecessor and ends what that left open. */
export interface TransactionWriter {
  /** Writes everything in one transaction: all of it becomes visible, or none. One call at a time. */
  commit(epoch: OutputEpoch): Promise<void>;
  close(): Promise<void>;
}

/** All that running queries ask of Kafka. */
export interface QueryKafka {
  /** Creates the topics that are missing. */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** Fails with `NOT_FOUND` for a topic that is not there. */
  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  openTransactions(transactionalId: string, group: string): Promise<TransactionWriter>;
  /** Offsets committed by the group; partitions without one are left out. Waits for open transactions to end. */
  committedOffsets(group: string, topics: readonly string[]): Promise<readonly TopicOffset[]>;
  /** First, or next after the last readable, offset of each partition. */
  edgeOffsets(edge: 'earliest' | 'latest', partitions: readonly TopicPartition[]): Promise<readonly TopicOffset[]>;
  read(from: readonly TopicOffset[]): SourceReader;
}
