import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fraction } from '../testing/fraction.ts';
import { appendDurably, batchOf, logDirectory, openLog, readValues } from '../testing/log-fixtures.ts';
import { MemoryFiles } from '../testing/memory-files.ts';
import { segmentPath } from './segment.ts';

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('append' as const), records: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'await' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'roll' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      chances: fc.array(fraction, { minLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'close' as const }) },
);

test('a recovered log is a prefix of what was written, and holds all that was acknowledged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      let files = new MemoryFiles();
      let log = openLog(files, { segmentBytes: 500 });
      let written: string[] = [];
      let acknowledged = 0;
      let appends: Promise<void>[] = [];
      for (const each of [...steps, { kind: 'crash' as const, chances: [0.1, 0.5, 0.9] }]) {
        if (each.kind === 'append') {
          const values = Array.from({ length: each.records }, (_, index) => `value-${written.length + index}`);
          const appended = log.append(batchOf(values), 0);
          expect(appended).toMatchObject({ kind: 'appended', baseOffset: written.length });
          written.push(...values);
          const count = written.length;
          if (appended.kind === 'appended') {
            const mine = log;
            // What a dead process would have acknowledged later counts for nothing.
            const acknowledge = (): void => {
              if (mine === log) acknowledged = Math.max(acknowledged, count);
            };
            appends.push(appended.durable.then(acknowledge));
          }
        }
        if (each.kind === 'await') await Promise.all(appends.splice(0));
        if (each.kind === 'roll') log.roll();
        if (each.kind === 'close') {
          await log.close();
          log = openLog(files, { segmentBytes: 500 });
        }
        if (each.kind === 'crash') {
          const { chances } = each;
          let drawn = 0;
          const acknowledgedThen = acknowledged;
          files = files.crash(() => chances[drawn++ % chances.length] ?? 0);
          log = openLog(files, { segmentBytes: 500 });
          await log.settle();
          const recovered = readValues(log).map(({ value }) => value);
          expect(recovered).toEqual(written.slice(0, recovered.length));
          expect(recovered.length).toBeGreaterThanOrEqual(acknowledgedThen);
          written = recovered;
          acknowledged = recovered.length;
          appends = [];
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a tail that is torn at any byte is cut, and nothing else is', async () => {
  const whole = new MemoryFiles();
  const log = openLog(whole);
  await appendDurably(log, batchOf(['a', 'b']));
  await appendDurably(log, batchOf(['c']));
  const path = segmentPath(logDirectory, 0);
  const before = log.sizeBytes;
  await appendDurably(log, batchOf(['d', 'e', 'f']));
  const after = log.sizeBytes;
  for (let size = before; size <= after; size++) {
    const torn = whole.crash(() => 0.99);
    torn.cut(path, size);
    const values = readValues(openLog(torn)).map(({ value }) => value);
    expect(values).toEqual(size === after ? ['a', 'b', 'c', 'd', 'e', 'f'] : ['a', 'b', 'c']);
    expect(torn.readWhole(path)?.length).toBe(size === after ? after : before);
  }
});

test('a log that was cut goes on at the offset where it ends', async () => {
  const files = new MemoryFiles();
  await appendDurably(openLog(files), batchOf(['a', 'b']));
  const log = openLog(files.crash(() => 0.99));
  expect(await appendDurably(log, batchOf(['c']))).toBe(2);
});

test('an index that is torn or missing is made again from the log', async () => {
  const files = new MemoryFiles();
  const log = openLog(files, { segmentBytes: 300 });
  for (let i = 0; i < 10; i++) await appendDurably(log, batchOf([`value-${i}`]));
  await log.close();
  for (const name of files.list(logDirectory).filter((each) => each.endsWith('.index'))) {
    files.cut(`${logDirectory}/${name}`, 20);
  }
  const values = readValues(openLog(files)).map(({ value }) => value);
  expect(values).toEqual(Array.from({ length: 10 }, (_, i) => `value-${i}`));
});

test('a log whose disk fails acknowledges nothing more', async () => {
  const files = new MemoryFiles();
  const log = openLog(files);
  await appendDurably(log, batchOf(['a']));
  files.fails = true;
  await expect(appendDurably(log, batchOf(['b']))).rejects.toThrow('the disk is broken');
  files.fails = false;
  expect(log.hasFailed).toBe(true);
  expect(log.highWatermark).toBe(1);
});
