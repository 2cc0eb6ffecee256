import type { BatchSlice } from '@millrace/kafka-wire';
import {
  buildTransactionMarker,
  iterateBatches,
  placeBatch,
  readBatchHeader,
  RecordBatchBuilder,
} from '@millrace/kafka-wire';
import { expect, test } from 'vitest';
import { forEachRecord, visibleBatches } from './fetched-partition.ts';

let offset = 0;

function data(producerId: number, values: readonly string[]): BatchSlice {
  const isTransactional = producerId >= 0;
  const builder = new RecordBatchBuilder({ isTransactional, producerId, producerEpoch: 0, baseSequence: 0 });
  for (const value of values) builder.append(null, Buffer.from(value), 1);
  return place(builder.build());
}

function marker(producerId: number, commit: boolean): BatchSlice {
  return place(buildTransactionMarker({ producerId, commit, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 1 }));
}

function place(bytes: Uint8Array): BatchSlice {
  placeBatch(bytes, 0, offset, 0);
  const header = readBatchHeader(bytes);
  offset += header.lastOffsetDelta + 1;
  return { header, bytes };
}

function read(
  batches: readonly BatchSlice[],
  start: number,
  aborted: { producerId: number; firstOffset: number }[] | null,
): string[] {
  const seen: string[] = [];
  const visible = visibleBatches(batches, start, aborted);
  const fetched = { topic: 't', partition: 0, startOffset: start, highWatermark: 0, lastStableOffset: 0, ...visible };
  forEachRecord(fetched, (record) => seen.push(`${record.offset}:${Buffer.from(record.value ?? []).toString()}`));
  return seen;
}

test('aborted records are left out, and others of the same producer are not', () => {
  offset = 0;
  const log = [
    data(1, ['a']),
    data(2, ['b']),
    marker(1, false),
    data(1, ['c']),
    marker(2, true),
    marker(1, true),
    data(-1, ['d']),
  ];
  expect(read(log, 0, [{ producerId: 1, firstOffset: 0 }])).toEqual(['1:b', '3:c', '6:d']);
  expect(visibleBatches(log, 0, null).endOffset).toBe(7);
});

test('a producer that aborts twice is left out twice', () => {
  offset = 0;
  const log = [data(1, ['a']), marker(1, false), data(1, ['b']), marker(1, true), data(1, ['c']), marker(1, false)];
  const aborted = [
    { producerId: 1, firstOffset: 4 },
    { producerId: 1, firstOffset: 0 },
  ];
  expect(read(log, 0, aborted)).toEqual(['2:b']);
});

test('records before the wanted offset are passed over', () => {
  offset = 10;
  const log = [data(-1, ['a', 'b', 'c']), data(-1, ['d'])];
  expect(read(log, 12, null)).toEqual(['12:c', '13:d']);
  expect(visibleBatches([...iterateBatches(log[0]?.bytes ?? new Uint8Array())], 13, null)).toEqual({
    batches: [],
    endOffset: 13,
    bytes: 0,
  });
});
