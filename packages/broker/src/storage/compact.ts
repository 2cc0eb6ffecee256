import { setImmediate as nextTick } from 'node:timers/promises';
import { RecordCursor, readBatchHeader } from '@millrace/kafka-wire';
import type { BatchHeader } from '@millrace/kafka-wire';
import type { PartitionLog } from './partition-log.ts';
import { rewriteBatch } from './rewrite-batch.ts';
import type { Segment } from './segment.ts';

/** How much is read before others get their turn. */
const sliceBytes = 1024 * 1024;

export interface CompactionSettings {
  readonly deleteRetentionMs: number;
  readonly minCleanableDirtyRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
}

/**
 * Leaves of each key the newest record (and perhaps older ones): looks at all closed segments, and puts each in place of
 * itself without what is superseded, was aborted, or is a tombstone that all have had time to see. The last record of a
 * segment stays, so that its end is told by its records. The keys of one partition must fit into memory.
 */
export async function compactLog(log: PartitionLog, settings: CompactionSettings, nowMs: number): Promise<void> {
  log.rollIfOlder(settings.maxCompactionLagMs, nowMs);
  await log.flush();
  const segments = log.segments
    .slice(0, -1)
    .filter((segment) => segment.nextOffset <= log.lastStableOffset && isOldEnough(segment, settings, nowMs));
  const upTo = segments.at(-1)?.nextOffset ?? 0;
  if (upTo <= log.compactedUpTo || dirtyRatio(segments, log.compactedUpTo) < settings.minCleanableDirtyRatio) return;
  const newest = new Map<string, number>();
  for (const segment of segments) await collectNewest(log, segment, newest);
  const tombstonesBefore = log.tombstonesSeenBefore(nowMs - settings.deleteRetentionMs);
  for (const segment of segments) await compactSegment(log, segment, newest, tombstonesBefore);
  await log.noteCompaction(upTo, nowMs);
}

function isOldEnough(segment: Segment, { minCompactionLagMs }: CompactionSettings, nowMs: number): boolean {
  return minCompactionLagMs === 0 || segment.maxTimestamp < nowMs - minCompactionLagMs;
}

function dirtyRatio(segments: readonly Segment[], compactedUpTo: number): number {
  let all = 0;
  let dirty = 0;
  for (const segment of segments) {
    all += segment.size;
    if (segment.nextOffset > compactedUpTo) dirty += segment.size;
  }
  return all === 0 ? 0 : dirty / all;
}

async function collectNewest(log: PartitionLog, segment: Segment, newest: Map<string, number>): Promise<void> {
  for await (const { header, bytes } of batchesOf(segment)) {
    if (header.isControl || isAborted(log, header)) continue;
    const cursor = new RecordCursor({ header, bytes });
    while (cursor.next()) newest.set(keyOf(cursor), cursor.offset);
  }
}

async function compactSegment(
  log: PartitionLog,
  segment: Segment,
  newest: ReadonlyMap<string, number>,
  tombstonesBefore: number,
): Promise<void> {
  const lastOffset = segment.nextOffset - 1;
  const keeps = (record: RecordCursor): boolean => {
    if (record.offset === lastOffset) return true;
    if (newest.get(keyOf(record)) !== record.offset) return false;
    return record.valueLength >= 0 || record.offset >= tombstonesBefore;
  };
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const { header, bytes } of batchesOf(segment)) {
    const holdsLast = header.baseOffset + header.lastOffsetDelta === lastOffset;
    if (isAborted(log, header) && !header.isControl) {
      if (!holdsLast) continue;
      kept.push(bytes);
    } else if (header.isControl) kept.push(bytes);
    else {
      const rewritten = rewriteBatch(bytes, keeps);
      if (readBatchHeader(rewritten).recordCount === 0) continue;
      kept.push(rewritten);
    }
    size += kept.at(-1)?.length ?? 0;
  }
  if (size < segment.size) await log.replaceSegment(segment, Buffer.concat(kept));
}

function isAborted(log: PartitionLog, header: BatchHeader): boolean {
  if (!header.isTransactional) return false;
  const { producerId, baseOffset } = header;
  return log.abortedBetween(baseOffset, baseOffset + 1).some((aborted) => aborted.producerId === producerId);
}

/** Keys as text of one character a byte, which a Map compares quickly. Records without a key are all one. */
function keyOf(record: RecordCursor): string {
  return record.buffer.toString('latin1', record.keyAt, record.keyAt + Math.max(0, record.keyLength));
}

async function* batchesOf(segment: Segment): AsyncGenerator<{ header: BatchHeader; bytes: Uint8Array }> {
  let unyielded = 0;
  const places: { position: number; size: number }[] = [];
  segment.walk(0, ({ position, size }) => {
    places.push({ position, size });
    return true;
  });
  for (const { position, size } of places) {
    const bytes = Buffer.allocUnsafe(size);
    segment.read(bytes, position);
    yield { header: readBatchHeader(bytes), bytes };
    unyielded += size;
    if (unyielded < sliceBytes) continue;
    unyielded = 0;
    await nextTick();
  }
}
