import { MillraceError } from '@millrace/base';
import type { BatchSlice, fetchApi, ResponseOf } from '@millrace/kafka-wire';
import { controlType, isBatchIntact, iterateBatches, RecordCursor } from '@millrace/kafka-wire';

export type Isolation = 'read_uncommitted' | 'read_committed';
export type FetchAnswer = ResponseOf<typeof fetchApi>['responses'][number]['partitions'][number];

/** What one fetch brought of one partition: batches of data, none of them aborted or control. */
export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Records below are of the first batch and were not asked for. */
  readonly startOffset: number;
  /** Where the next fetch begins: all below is in `batches`, or was filtered out, or is gone. */
  readonly endOffset: number;
  readonly batches: readonly BatchSlice[];
  /** Bytes that the batches take. */
  readonly bytes: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
}

/**
 * Calls for each record, in order. The cursor stands on the record; it is the same object each time, so what is kept must
 * be copied out of it.
 */
export function forEachRecord(fetched: FetchedPartition, use: (record: RecordCursor) => void): void {
  for (const batch of fetched.batches) {
    const cursor = new RecordCursor(batch);
    while (cursor.next()) if (cursor.offset >= fetched.startOffset) use(cursor);
  }
}

/** Reads a broker's answer for one partition, in which no error is. */
export function fetchedPartition(
  topic: string,
  startOffset: number,
  answer: FetchAnswer,
  isolation: Isolation,
): FetchedPartition {
  const { partitionIndex: partition, highWatermark, lastStableOffset, records, abortedTransactions } = answer;
  const batches = records === null ? [] : intactBatches(records, `${topic}-${partition}`);
  const aborted = isolation === 'read_committed' ? abortedTransactions : null;
  return {
    topic,
    partition,
    startOffset,
    highWatermark,
    lastStableOffset,
    ...visibleBatches(batches, startOffset, aborted),
  };
}

/** Checks each batch: what a disk or a network changed is not handed on. */
function* intactBatches(records: Uint8Array, place: string): Generator<BatchSlice, void> {
  for (const batch of iterateBatches(records)) {
    if (!isBatchIntact(batch.bytes, batch.header)) {
      const at = `${place} at offset ${batch.header.baseOffset}`;
      throw new MillraceError('INTERNAL', `the record batch in ${at} has a wrong checksum`, { details: { place } });
    }
    yield batch;
  }
}

/** Cuts a run of batches into what readers may see of it. */
export function visibleBatches(
  batches: Iterable<BatchSlice>,
  startOffset: number,
  aborted: readonly { readonly producerId: number; readonly firstOffset: number }[] | null,
): { batches: BatchSlice[]; endOffset: number; bytes: number } {
  const pending = [...(aborted ?? [])].sort((a, b) => a.firstOffset - b.firstOffset);
  const abortedProducers = new Set<number>();
  const visible: BatchSlice[] = [];
  let endOffset = startOffset;
  let bytes = 0;
  let next = 0;
  for (const batch of batches) {
    const { header } = batch;
    const lastOffset = header.baseOffset + header.lastOffsetDelta;
    if (lastOffset < startOffset) continue;
    endOffset = lastOffset + 1;
    for (let first = pending[next]; first !== undefined && first.firstOffset <= lastOffset; first = pending[++next]) {
      abortedProducers.add(first.producerId);
    }
    if (header.isControl) {
      if (abortedProducers.has(header.producerId) && endsTransaction(batch)) abortedProducers.delete(header.producerId);
    } else if (!(header.isTransactional && abortedProducers.has(header.producerId))) {
      visible.push(batch);
      bytes += header.size;
    }
  }
  return { batches: visible, endOffset, bytes };
}

function endsTransaction(batch: BatchSlice): boolean {
  const cursor = new RecordCursor(batch);
  return cursor.next() && controlType(cursor.key) === 'abort';
}
