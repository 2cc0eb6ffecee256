import { silent } from '@millrace/base';
import type { RecordHeader } from '@millrace/kafka-wire';
import { batchLayout, compressions, crc32c, RecordBatchBuilder } from '@millrace/kafka-wire';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { recordCheckOf } from '../config/record-check.ts';
import type { PartitionLog } from '../storage/partition-log.ts';
import { viewOf } from '../storage/batch-fields.ts';
import { refuseBatch } from '../storage/validate-batch.ts';
import { batchOf, openLog } from '../testing/log-fixtures.ts';
import { fraction } from '../testing/fraction.ts';
import { MemoryFiles } from '../testing/memory-files.ts';
import { Door } from './door.ts';
import type { RecordToCheck, RecordValidator } from './record-validator.ts';

const check = recordCheckOf((name) => (name === 'millrace.value.schema.validation' ? 'id' : ''));
const newLog = (): PartitionLog => openLog(new MemoryFiles());
const textOf = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString();

function doorWith(
  validator: RecordValidator,
  more: { readonly answerMs?: number; readonly closing?: AbortSignal } = {},
) {
  const errors: object[] = [];
  const logger = { ...silent, error: (details: object) => errors.push(details) };
  const door = new Door({ validator, logger, closing: new AbortController().signal, ...more });
  const enter = (log: PartitionLog, bytes: Uint8Array, asked = check) =>
    door.enter({ topic: 'orders', check: asked, log, bytes, batchBytesMax: 1_000_000 }, () => 'written' as const);
  return { door, enter, errors };
}

/** Refuses each record of the value `bad`. */
const refusesBad: RecordValidator = ({ records }) =>
  records.flatMap(({ index, value }) => (textOf(value) === 'bad' ? [{ index, reason: 'it is bad' }] : []));

test('a refused record refuses its whole batch, and each is told by its place', async () => {
  const { enter } = doorWith(refusesBad);
  expect(await enter(newLog(), batchOf(['good', 'fine']))).toBe('written');
  expect(await enter(newLog(), batchOf(['good', 'bad', 'good', 'bad']))).toEqual({
    kind: 'refused',
    code: 'INVALID_RECORD',
    message: 'Topic orders refuses 2 of 4 records, and with them the whole batch. Record 1: it is bad',
    recordErrors: [
      { batchIndex: 1, batchIndexErrorMessage: 'it is bad' },
      { batchIndex: 3, batchIndexErrorMessage: 'it is bad' },
    ],
  });
});

test('the validator is handed every record as it was sent, however the batch is compressed', async () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: null });
  const header = fc.tuple(fc.string(), bytes);
  const record = fc.record({ key: bytes, value: bytes, headers: fc.array(header, { maxLength: 3 }) });
  const records = fc.array(record, { minLength: 1, maxLength: 1500 });
  await fc.assert(
    fc.asyncProperty(records, fc.constantFrom(...compressions), async (sent, compression) => {
      const builder = new RecordBatchBuilder({ compression });
      for (const { key, value, headers } of sent) builder.append(key, value, 1000, headers);
      const seen: RecordToCheck[] = [];
      const { enter } = doorWith(({ records: slice }) => {
        seen.push(...slice);
        return [];
      });
      await enter(newLog(), builder.build());
      expect(seen.map(plain)).toEqual(sent.map((each, index) => plain({ index, ...each })));
    }),
    { numRuns: 50 },
  );
});

function plain({ index, key, value, headers }: RecordToCheck): object {
  const bytes = (part: Uint8Array | null): number[] | null => (part === null ? null : [...part]);
  return { index, key: bytes(key), value: bytes(value), headers: headers.map(([k, v]: RecordHeader) => [k, bytes(v)]) };
}

test('batches of a partition are written in the order in which they came, however the answers come', async () => {
  const arrival = fc.record({ partition: fc.nat({ max: 2 }), isChecked: fc.boolean(), isRefused: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(arrival, { maxLength: 12 }), async (scheduler, arrivals) => {
      const logs = [newLog(), newLog(), newLog()];
      const written: string[] = [];
      const { door } = doorWith(async (asked) => {
        await scheduler.schedule(Promise.resolve());
        return refusesBad(asked);
      });
      const entered = arrivals.map(({ partition, isChecked, isRefused }, order) => {
        const log = logs[partition] ?? newLog();
        const bytes = batchOf([isRefused ? 'bad' : 'good']);
        const asked = isChecked ? check : undefined;
        const write = (): void => void written.push(`${partition}:${order}`);
        if (door.isOpen(log, asked)) return Promise.resolve(write());
        return door.enter({ topic: 'orders', check: asked, log, bytes, batchBytesMax: 1_000_000 }, write);
      });
      await scheduler.waitFor(Promise.all(entered));
      for (const [partition, log] of logs.entries()) {
        const expected = arrivals.flatMap((each, order) =>
          each.partition === partition && !(each.isChecked && each.isRefused) ? [`${partition}:${order}`] : [],
        );
        expect(written.filter((each) => each.startsWith(`${partition}:`))).toEqual(expected);
        expect(door.isOpen(log, undefined)).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

test('a partition whose check waits does not hold up another, nor does it wait for ever', async () => {
  const { enter } = doorWith(({ records }) => (textOf(records[0]?.value ?? null) === 'silent' ? never() : []), {
    answerMs: 20,
  });
  const log = newLog();
  const first = enter(log, batchOf(['silent']));
  const second = enter(log, batchOf(['good']));
  const order: string[] = [];
  void first.then(() => order.push('silent'));
  await enter(newLog(), batchOf(['good'])).then(() => order.push('other partition'));
  expect(await first).toMatchObject({ code: 'INVALID_RECORD', message: expect.stringContaining('within 20 ms') });
  expect(await second).toBe('written');
  expect(order).toEqual(['other partition', 'silent']);
});

const never = (): Promise<never> => new Promise(() => undefined);

test('a broker that closes lets nobody wait, and the producer looks for another', async () => {
  const closing = new AbortController();
  const { enter } = doorWith(never, { closing: closing.signal });
  const log = newLog();
  const waiting = [enter(log, batchOf(['a'])), enter(log, batchOf(['b']))];
  closing.abort();
  expect(await Promise.all(waiting)).toMatchObject([
    { code: 'NOT_LEADER_OR_FOLLOWER' },
    { code: 'NOT_LEADER_OR_FOLLOWER' },
  ]);
});

test('a small batch that grows without bounds is refused', async () => {
  const validator = vi.fn<RecordValidator>(() => []);
  const { enter, errors } = doorWith(validator);
  const bombs = compressions.filter((compression) => compression !== 'none');
  for (const compression of bombs) {
    const builder = new RecordBatchBuilder({ compression });
    builder.append(null, new Uint8Array(33 * 1024 * 1024), 1000);
    expect(await enter(newLog(), builder.build()), compression).toMatchObject({ code: 'INVALID_RECORD' });
  }
  expect(validator).not.toHaveBeenCalled();
  expect(errors).toEqual([]);
});

test('a batch that is in the log already is answered without another check', async () => {
  const validator = vi.fn<RecordValidator>(() => [{ index: 0, reason: 'no longer' }]);
  const { enter } = doorWith(validator);
  const log = newLog();
  const batch = (): Uint8Array => batchOf(['a'], { producerId: 1, producerEpoch: 0, baseSequence: 0 });
  expect(await enter(log, batch())).toMatchObject({ code: 'INVALID_RECORD' });
  log.append(batch(), 0);
  expect(await enter(log, batch())).toBe('written');
  expect(validator).toHaveBeenCalledTimes(1);
});

test('a validator that breaks refuses, and is told to the log', async () => {
  const { enter, errors } = doorWith(() => Promise.reject(new Error('a defect')));
  expect(await enter(newLog(), batchOf(['a']))).toMatchObject({ code: 'UNKNOWN_SERVER_ERROR' });
  expect(errors).toMatchObject([{ error: { message: 'a defect' }, topic: 'orders' }]);
});

test('a long list of refused records is cut', async () => {
  const { enter } = doorWith(refusesBad);
  const refused = await enter(newLog(), batchOf(Array.from({ length: 5000 }, () => 'bad')));
  expect(refused).toMatchObject({ message: expect.stringContaining('refuses 100 or more of 5000 records') });
  expect(refused).toHaveProperty('recordErrors.length', 100);
});

test('whatever a batch holds, it passes or is refused for its own fault', async () => {
  const change = fc.tuple(fraction, fc.integer({ min: 0, max: 255 }));
  const { enter, errors } = doorWith(refusesBad);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...compressions),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (compression, changes) => {
        const bytes = batchOf(['one', 'two', 'bad', 'four'.repeat(50)], { compression });
        for (const [place, byte] of changes) bytes[21 + Math.floor(place * (bytes.length - 21))] = byte;
        fixChecksum(bytes);
        if (refuseBatch(bytes, viewOf(bytes), 1_000_000) !== undefined) return;
        const answer = await enter(newLog(), bytes);
        expect(answer === 'written' ? 'INVALID_RECORD' : answer.code).toBe('INVALID_RECORD');
        expect(errors).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

/** So that what was changed is looked at, and not only that it was changed. */
function fixChecksum(bytes: Uint8Array): void {
  viewOf(bytes).setUint32(batchLayout.crc, crc32c(bytes.subarray(batchLayout.attributes)));
}
