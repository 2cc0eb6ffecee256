import { buildTransactionMarker } from '@millrace/kafka-wire';
import { expect, test } from 'vitest';
import { appendDurably, batchOf, openLog, readValues } from '../testing/log-fixtures.ts';
import { MemoryFiles } from '../testing/memory-files.ts';
import { findByTime, findMaxTimestamp } from './find-by-time.ts';
import type { PartitionLog } from './partition-log.ts';
import { applyRetention } from './retention.ts';

const marker = (producerId: number, commit: boolean) =>
  buildTransactionMarker({ producerId, producerEpoch: 0, coordinatorEpoch: 0, commit, timestamp: 1 });
const transactional = (producerId: number, baseSequence = 0) =>
  ({ producerId, producerEpoch: 0, baseSequence, isTransactional: true }) as const;

test('a batch that comes again is answered with its first offset and written once, even after a crash', async () => {
  const files = new MemoryFiles();
  const log = openLog(files);
  await appendDurably(log, batchOf(['other']));
  const batch = (): Uint8Array => batchOf(['a', 'b'], { producerId: 7, producerEpoch: 0, baseSequence: 0 });
  await appendDurably(log, batch());
  expect(log.append(batch(), 0)).toMatchObject({ kind: 'duplicate', baseOffset: 1 });
  const recovered = openLog(files.crash(() => 0.99));
  expect(recovered.append(batch(), 0)).toMatchObject({ kind: 'duplicate', baseOffset: 1 });
  expect(readValues(recovered).map(({ value }) => value)).toEqual(['other', 'a', 'b']);
});

test('a batch that was lost in a crash is not taken for a repeated one', async () => {
  const files = new MemoryFiles();
  const log = openLog(files);
  const first = batchOf(['a'], { producerId: 7, producerEpoch: 0, baseSequence: 0 });
  await appendDurably(log, first);
  log.append(batchOf(['lost'], { producerId: 7, producerEpoch: 0, baseSequence: 1 }), 0);
  const recovered = openLog(files.crash(() => 0));
  const again = recovered.append(batchOf(['lost'], { producerId: 7, producerEpoch: 0, baseSequence: 1 }), 0);
  expect(again).toMatchObject({ kind: 'appended', baseOffset: 1 });
});

test('the last stable offset waits for the oldest open transaction, also across a crash', async () => {
  const files = new MemoryFiles();
  let log = openLog(files);
  await appendDurably(log, batchOf(['plain']));
  await appendDurably(log, batchOf(['a'], transactional(1)));
  await appendDurably(log, batchOf(['b'], transactional(2)));
  expect(log.lastStableOffset).toBe(1);
  await log.appendMarker(marker(2, true), true, 0);
  expect(log.lastStableOffset).toBe(1);
  log = openLog(files.crash(() => 0.99));
  expect(log.lastStableOffset).toBe(1);
  await log.appendMarker(marker(1, false), false, 0);
  expect(log.lastStableOffset).toBe(log.highWatermark);
  expect(log.abortedBetween(0, 100)).toEqual([{ producerId: 1, firstOffset: 1, lastOffset: 4 }]);
});

test('aborted transactions are known again after a crash and after a clean close', async () => {
  const files = new MemoryFiles();
  const log = openLog(files, { segmentBytes: 200 });
  await appendDurably(log, batchOf(['a'], transactional(1)));
  await log.appendMarker(marker(1, false), false, 0);
  await appendDurably(log, batchOf(['c'], transactional(1, 1)));
  const expected = [{ producerId: 1, firstOffset: 0, lastOffset: 1 }];
  expect(openLog(files.crash(() => 0.99)).abortedBetween(0, 10)).toEqual(expected);
  await log.close();
  expect(openLog(files).abortedBetween(0, 10)).toEqual(expected);
});

test('readers see nothing that is not flushed', async () => {
  const log = openLog(new MemoryFiles());
  const appended = log.append(batchOf(['a']), 0);
  expect(log.highWatermark).toBe(0);
  expect(log.read({ offset: 0, before: log.highWatermark, maxBytes: 1000, atLeastOne: true })).toHaveLength(0);
  if (appended.kind === 'appended') await appended.durable;
  expect(readValues(log)).toEqual([{ offset: 0, value: 'a' }]);
});

test('a read gives the first batch whole when it is larger than asked for, and none beside it', async () => {
  const log = openLog(new MemoryFiles());
  const size = batchOf(['x'.repeat(500)]).length;
  await appendDurably(log, batchOf(['x'.repeat(500)]));
  await appendDurably(log, batchOf(['y']));
  const read = { offset: 0, before: 10, maxBytes: 10 };
  expect(log.read({ ...read, atLeastOne: true })).toHaveLength(size);
  expect(log.read({ ...read, atLeastOne: false })).toHaveLength(0);
});

test('a read from within a batch begins at the batch', async () => {
  const log = openLog(new MemoryFiles());
  await appendDurably(log, batchOf(['a', 'b', 'c']));
  const bytes = log.read({ offset: 2, before: 10, maxBytes: 1000, atLeastOne: true });
  expect(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0)).toBe(0n);
});

test('deleted records stay deleted after a crash, and whole segments give their space back', async () => {
  const files = new MemoryFiles();
  const log = openLog(files, { segmentBytes: 200 });
  for (let i = 0; i < 10; i++) await appendDurably(log, batchOf([`value-${i}`]));
  const before = log.sizeBytes;
  await log.deleteBefore(5);
  expect(log.sizeBytes).toBeLessThan(before);
  const recovered = openLog(
    files.crash(() => 0),
    { segmentBytes: 200 },
  );
  expect(recovered.startOffset).toBe(5);
  expect(readValues(recovered)[0]).toEqual({
    offset: expect.any(Number) as number,
    value: expect.any(String) as string,
  });
  expect(recovered.endOffset).toBe(10);
});

test('retention by time goes by the records’ own timestamps, and -1 keeps all', async () => {
  const log = openLog(new MemoryFiles(), { segmentBytes: 200 });
  for (let i = 0; i < 6; i++) await appendDurably(log, batchOf([`value-${i}`], {}, 1000 + i));
  await applyRetention(log, { retentionMs: -1, retentionBytes: -1 }, Number.MAX_SAFE_INTEGER);
  expect(log.startOffset).toBe(0);
  await applyRetention(log, { retentionMs: 100, retentionBytes: -1 }, 1103);
  expect(log.startOffset).toBeGreaterThan(0);
  expect(readValues(log).map(({ value }) => value)).toContain('value-3');
  await applyRetention(log, { retentionMs: 100, retentionBytes: -1 }, 5000);
  expect(readValues(log)).toEqual([]);
  expect(log.endOffset).toBe(6);
});

test('retention by size keeps at least the bytes that are asked for', async () => {
  const log = openLog(new MemoryFiles(), { segmentBytes: 200 });
  for (let i = 0; i < 20; i++) await appendDurably(log, batchOf([`value-${i}`]));
  await applyRetention(log, { retentionMs: -1, retentionBytes: 500 }, 0);
  expect(log.sizeBytes).toBeGreaterThanOrEqual(500);
  expect(log.sizeBytes).toBeLessThan(800);
});

test('a time is found exactly within batches and across segments', async () => {
  const log = openLog(new MemoryFiles(), { segmentBytes: 200 });
  for (let i = 0; i < 30; i++) await appendDurably(log, batchOf([`value-${i}`], {}, i * 10));
  const find = (log: PartitionLog, time: number) => findByTime(log.segments, time, log.startOffset, log.highWatermark);
  for (let i = 0; i < 30; i++) {
    expect(find(log, i * 10)).toEqual({ offset: i, timestamp: i * 10 });
    expect(find(log, i * 10 - 9)?.offset).toBe(i);
  }
  expect(find(log, 291)).toBeUndefined();
  expect(findMaxTimestamp(log.segments, 0, log.highWatermark)).toEqual({ offset: 29, timestamp: 290 });
});

test('with LogAppendTime, records carry the broker’s time under a right checksum', async () => {
  const log = openLog(new MemoryFiles(), { isLogAppendTime: true });
  const appended = log.append(batchOf(['a']), 5_000_000_000_000);
  if (appended.kind === 'appended') await appended.durable;
  expect(findMaxTimestamp(log.segments, 0, 1)).toEqual({ offset: 0, timestamp: 5_000_000_000_000 });
  expect(readValues(log)).toHaveLength(1);
});
