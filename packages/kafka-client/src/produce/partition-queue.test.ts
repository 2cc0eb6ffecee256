import { readBatchHeader, RecordBatchBuilder } from '@millrace/kafka-wire';
import { expect, test } from 'vitest';
import type { Batch } from './partition-queue.ts';
import { BatchBuffers, PartitionQueue } from './partition-queue.ts';

const identity = { producerId: 9, producerEpoch: 2 };

function queueOf(batchBytes = 200): PartitionQueue {
  return new PartitionQueue('t', 0, {
    buffers: new BatchBuffers(4),
    compression: 'none',
    batchBytes,
    isTransactional: false,
  });
}

function fill(queue: PartitionQueue, batches: number, recordsEach = 2): void {
  for (let i = 0; i < batches; i++) {
    for (let j = 0; j < recordsEach; j++) queue.append({ key: null, value: Buffer.from(`${i}`) }, 1);
    queue.seal();
  }
}

function takeAll(queue: PartitionQueue): Batch[] {
  const taken: Batch[] = [];
  for (let batch = queue.take(identity); batch !== null; batch = queue.take(identity)) taken.push(batch);
  return taken;
}

function headerOf(batch: Batch): ReturnType<typeof readBatchHeader> {
  if (batch.bytes === null) throw new Error('the batch is not built');
  return readBatchHeader(batch.bytes);
}

test('a batch that is full is ready', () => {
  const queue = queueOf(100);
  queue.append({ key: null, value: Buffer.alloc(10) }, 1);
  expect(queue.hasReady).toBe(false);
  queue.append({ key: null, value: Buffer.alloc(40) }, 1);
  expect(queue.hasReady).toBe(true);
});

test('no more than five batches are on their way, in sequence', () => {
  const queue = queueOf();
  fill(queue, 7);
  const taken = takeAll(queue);
  expect(taken.map((batch) => headerOf(batch).baseSequence)).toEqual([0, 2, 4, 6, 8]);
  queue.settle(taken[0] as Batch, true);
  expect(takeAll(queue).map((batch) => headerOf(batch).baseSequence)).toEqual([10]);
});

test('what came back goes out again in its order, with the same bytes, when nothing is in flight', () => {
  const queue = queueOf();
  fill(queue, 4);
  const [first, second, third, fourth] = takeAll(queue) as [Batch, Batch, Batch, Batch];
  const sent = [second, third].map(({ bytes }) => Buffer.from(bytes ?? []));
  queue.takeBack(third, 0);
  queue.settle(first, true);
  expect(queue.hasReady).toBe(false);
  queue.takeBack(second, 0);
  queue.settle(fourth, true);
  const again = takeAll(queue);
  expect(again).toEqual([second, third]);
  expect(again.map(({ bytes }) => Buffer.from(bytes ?? []))).toEqual(sent);
});

test('a new identity begins the sequence anew', () => {
  const queue = queueOf();
  fill(queue, 2);
  for (const batch of takeAll(queue)) queue.takeBack(batch, 0);
  queue.restart();
  const again = [queue.take({ producerId: 10, producerEpoch: 0 }), queue.take({ producerId: 10, producerEpoch: 0 })];
  expect(again.map((batch) => headerOf(batch as Batch))).toMatchObject([
    { producerId: 10, producerEpoch: 0, baseSequence: 0 },
    { producerId: 10, producerEpoch: 0, baseSequence: 2 },
  ]);
});

test('the sequence begins at 0 again behind the largest int32', () => {
  const queue = queueOf();
  Object.assign(queue, { nextSequence: 2 ** 31 - 1 });
  fill(queue, 2);
  expect(takeAll(queue).map((batch) => headerOf(batch).baseSequence)).toEqual([2 ** 31 - 1, 1]);
});

test('a finished batch goes out by itself', () => {
  const queue = queueOf();
  queue.append({ key: null, value: Buffer.from('a') }, 1);
  const builder = new RecordBatchBuilder();
  builder.append(null, Buffer.from('b'), 1);
  const own = queue.appendBatch(builder);
  queue.append({ key: null, value: Buffer.from('c') }, 1);
  queue.seal();
  const taken = takeAll(queue);
  expect(taken.map((batch) => headerOf(batch).recordCount)).toEqual([1, 1, 1]);
  expect(taken[1]).toBe(own);
});
