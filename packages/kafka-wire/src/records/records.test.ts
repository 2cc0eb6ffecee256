import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WireError } from '../wire-error.ts';
import { isBatchIntact, iterateBatches, placeBatch, readBatchHeader, stampAppendTime } from './batch-header.ts';
import { compress, compressions, decompress } from './compression.ts';
import { buildTransactionMarker, controlType } from './control.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';
import type { DecodedRecord } from './record-cursor.ts';
import { decodeRecords } from './record-cursor.ts';

const bytes = fc.option(fc.uint8Array({ maxLength: 60 }).map((value) => Buffer.from(value)));
const headers = fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), bytes), { maxLength: 3 });
const record = fc.record(
  { key: bytes, value: bytes, timestamp: fc.oneof(fc.nat(2 ** 41), fc.integer({ min: -5000, max: 5000 })), headers },
  { noNullPrototype: true },
);
const compression = fc.constantFrom(...compressions);
const recordList = fc.array(record, { minLength: 1, maxLength: 20 });

type DecodedRecordInput = Omit<DecodedRecord, 'offset'>;

function build(records: readonly DecodedRecordInput[], packed: (typeof compressions)[number]): Uint8Array {
  const builder = new RecordBatchBuilder({ compression: packed, capacity: 128 });
  for (const { key, value, timestamp, headers } of records) builder.append(key, value, timestamp, headers);
  return builder.build();
}

describe('record batches', () => {
  test('decode to the records they were built of, in every compression', () => {
    fc.assert(
      fc.property(recordList, compression, fc.nat(2 ** 40), (records, packed, offset) => {
        const batch = build(records, packed);
        placeBatch(batch, 0, offset, 3);
        const header = readBatchHeader(batch);
        expect(header).toMatchObject({ baseOffset: offset, partitionLeaderEpoch: 3, compression: packed });
        expect(header).toMatchObject({ size: batch.length, recordCount: records.length });
        expect(header.maxTimestamp).toBe(Math.max(...records.map((r) => r.timestamp)));
        expect(isBatchIntact(batch, header)).toBe(true);
        expect(decodeRecords(batch)).toEqual(records.map((r, i) => ({ ...r, offset: offset + i })));
      }),
      { numRuns: 100 },
    );
  });

  test('whatever the bytes are, nothing but WireError is raised', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(recordList, compression, edits, fc.nat(), (records, packed, edits, cut) => {
        const batch = build(records, packed);
        for (const [at, byte] of edits) batch[at % batch.length] = byte;
        const input = cut % 3 === 0 ? batch.subarray(0, cut % batch.length) : batch;
        try {
          for (const slice of iterateBatches(input)) decodeRecords(slice);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each(compressions.slice(1))('%s that would grow beyond the bound is refused', (packed) => {
    const data = Buffer.from(compress(packed, Buffer.alloc(10_000_000)));
    expect(() => decompress(packed, data, 1_000_000)).toThrow(WireError);
    expect(decompress(packed, data, 11_000_000)).toHaveLength(10_000_000);
  });

  test('a changed byte shows in the checksum', () => {
    const batch = build([{ key: null, value: Buffer.from('abc'), timestamp: 1, headers: [] }], 'none');
    batch[batch.length - 2] = 0;
    expect(isBatchIntact(batch, readBatchHeader(batch))).toBe(false);
  });

  test('the time of arrival replaces the time of the records', () => {
    const batch = build([{ key: null, value: null, timestamp: 1, headers: [] }], 'zstd');
    stampAppendTime(batch, 0, readBatchHeader(batch), 1_600_000_000_000);
    expect(isBatchIntact(batch, readBatchHeader(batch))).toBe(true);
    expect(decodeRecords(batch)[0]?.timestamp).toBe(1_600_000_000_000);
  });

  test('a batch that a fetch cut off is left out', () => {
    const batch = build([{ key: null, value: Buffer.from('abc'), timestamp: 1, headers: [] }], 'none');
    const run = Buffer.concat([batch, batch, batch.subarray(0, 40)]);
    expect([...iterateBatches(run)].map((slice) => slice.bytes)).toEqual([batch, batch]);
  });

  test('a transaction marker says how the transaction ended', () => {
    for (const commit of [true, false]) {
      const marker = { commit, producerId: 4, producerEpoch: 1, coordinatorEpoch: 0, timestamp: 10 };
      const batch = buildTransactionMarker(marker);
      expect(readBatchHeader(batch)).toMatchObject({ isControl: true, isTransactional: true, producerId: 4 });
      expect(controlType(decodeRecords(batch)[0]?.key ?? null)).toBe(commit ? 'commit' : 'abort');
    }
  });

  test('a record has the bytes of the specification', () => {
    const builder = new RecordBatchBuilder();
    builder.append(null, Buffer.from('hi'), 0);
    // length 8, attributes 0, deltas 0 and 0, key null, value of 2 bytes, no headers: zig-zag varints.
    expect(Buffer.from(builder.build()).subarray(61).toString('hex')).toBe('100000000104686900');
  });
});
