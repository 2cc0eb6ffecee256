import type { PartitionLog } from './partition-log.ts';

/**
 * Deletes whole segments that are older than `retentionMs` by their records' own timestamps, or that the log is larger
 * than `retentionBytes` without. -1 keeps all. Records that are not flushed, or open transactions hold, stay.
 */
export async function applyRetention(
  log: PartitionLog,
  retention: { readonly retentionMs: number; readonly retentionBytes: number },
  nowMs: number,
): Promise<void> {
  const { retentionMs, retentionBytes } = retention;
  const isOld = (maxTimestamp: number): boolean => retentionMs >= 0 && maxTimestamp < nowMs - retentionMs;
  const last = log.segments.at(-1);
  if (last !== undefined && last.size > 0 && isOld(last.maxTimestamp)) {
    log.roll();
    await log.flush();
  }
  let excess = retentionBytes < 0 ? 0 : log.sizeBytes - retentionBytes;
  let before = log.startOffset;
  for (const segment of log.segments.slice(0, -1)) {
    const isBeyondSize = retentionBytes >= 0 && excess - segment.size >= 0;
    if (!isOld(segment.maxTimestamp) && !isBeyondSize) break;
    if (segment.nextOffset > log.lastStableOffset) break;
    excess -= segment.size;
    before = segment.nextOffset;
  }
  if (before > log.startOffset) await log.deleteBefore(before);
}
