import { decodeRecords, iterateBatches, RecordBatchBuilder } from '@millrace/kafka-wire';
import type { Compression } from '@millrace/kafka-wire';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendDurably, openLog } from '../testing/log-fixtures.ts';
import { MemoryFiles } from '../testing/memory-files.ts';
import { compactLog } from './compact.ts';
import type { PartitionLog } from './partition-log.ts';

const settings = { deleteRetentionMs: 100, minCleanableDirtyRatio: 0, minCompactionLagMs: 0, maxCompactionLagMs: 1000 };

type Change = readonly [key: string, value: string | null];

function batchOf(changes: readonly Change[], compression: Compression = 'none'): Uint8Array {
  const builder = new RecordBatchBuilder({ compression });
  for (const [key, value] of changes) builder.append(Buffer.from(key), value === null ? null : Buffer.from(value), 1);
  return builder.build();
}

function changesOf(log: PartitionLog): { offset: number; key: string; value: string | null }[] {
  const changes: { offset: number; key: string; value: string | null }[] = [];
  for (let offset = log.startOffset; offset < log.highWatermark;) {
    const bytes = log.read({ offset, before: log.highWatermark, maxBytes: 1_000_000, atLeastOne: true });
    for (const batch of iterateBatches(bytes)) {
      offset = batch.header.baseOffset + batch.header.lastOffsetDelta + 1;
      for (const { offset: at, key, value } of decodeRecords(batch)) {
        changes.push({
          offset: at,
          key: Buffer.from(key ?? []).toString(),
          value: value && Buffer.from(value).toString(),
        });
      }
    }
  }
  return changes;
}

/** What a reader who applies all changes ends with. */
const stateOf = (changes: readonly { key: string; value: string | null }[]): Map<string, string | null> =>
  new Map(changes.map(({ key, value }) => [key, value]));

test('compaction changes nothing for a reader who applies all changes, nor any offset', async () => {
  const change = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.string({ maxLength: 5 })));
  const compression = fc.constantFrom<Compression>('none', 'gzip', 'zstd');
  const batches = fc.array(fc.tuple(fc.array(change, { minLength: 1, maxLength: 6 }), compression), {
    minLength: 1,
    maxLength: 25,
  });
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      const files = new MemoryFiles();
      const log = openLog(files, { segmentBytes: 300 });
      for (const [changes, codec] of all) await appendDurably(log, batchOf(changes, codec));
      const before = changesOf(log);
      const end = log.endOffset;
      await compactLog(log, settings, 0);
      for (const each of [
        log,
        openLog(
          files.crash(() => 0),
          { segmentBytes: 300 },
        ),
      ]) {
        const after = changesOf(each);
        expect(each.endOffset).toBe(end);
        expect(stateOf(after)).toEqual(stateOf(before));
        expect(before).toEqual(expect.arrayContaining(after));
      }
    }),
    { numRuns: 100 },
  );
});

test('superseded records go, and their space with them', async () => {
  const log = openLog(new MemoryFiles(), { segmentBytes: 2000 });
  for (let i = 0; i < 100; i++) await appendDurably(log, batchOf([['same', `value-${i}`]]));
  const before = log.sizeBytes;
  await compactLog(log, settings, 0);
  expect(log.sizeBytes).toBeLessThan(before / 3);
  expect(changesOf(log).at(-1)).toEqual({ offset: 99, key: 'same', value: 'value-99' });
});

test('a tombstone stays until all have had time to see it', async () => {
  const log = openLog(new MemoryFiles(), { segmentBytes: 200 });
  await appendDurably(
    log,
    batchOf([
      ['a', '1'],
      ['a', null],
      ['b', '2'],
    ]),
  );
  const fill = async (): Promise<void> => {
    for (let i = 0; i < 4; i++) await appendDurably(log, batchOf([['filler', 'x'.repeat(50)]]));
  };
  await fill();
  await compactLog(log, settings, 1000);
  expect(changesOf(log)).toContainEqual({ offset: 1, key: 'a', value: null });
  await fill();
  await compactLog(log, settings, 1050);
  expect(changesOf(log)).toContainEqual({ offset: 1, key: 'a', value: null });
  await fill();
  await compactLog(log, settings, 1200);
  expect(changesOf(log).filter(({ key }) => key === 'a')).toEqual([]);
});

test('a log that is mostly compacted already is left alone', async () => {
  const log = openLog(new MemoryFiles(), { segmentBytes: 200 });
  for (let i = 0; i < 20; i++) await appendDurably(log, batchOf([[`key-${i}`, 'x'.repeat(50)]]));
  await compactLog(log, settings, 0);
  const upTo = log.compactedUpTo;
  for (let i = 0; i < 4; i++) await appendDurably(log, batchOf([[`key-${i}`, 'y'.repeat(50)]]));
  await compactLog(log, { ...settings, minCleanableDirtyRatio: 0.9 }, 0);
  expect(log.compactedUpTo).toBe(upTo);
});
