import { expect, test } from 'vitest';
import { TaskInputs } from './task-inputs.ts';

interface Record {
  readonly timestamp: number;
  readonly name: string;
}

const record = (name: string, timestamp: number): Record => ({ name, timestamp });

/** One record a chunk: a run never depends on how its records arrived. */
function offer(inputs: TaskInputs<Record>, topic: string, records: readonly Record[]): void {
  inputs.offer(topic, records.map((each) => [each]).values(), records.length);
}

function drain(inputs: TaskInputs<Record>): string[] {
  const names: string[] = [];
  for (let run = inputs.next(); run !== undefined; run = inputs.next()) {
    names.push(...run.records.map((item) => item.name));
  }
  return names;
}

test('a single input gives its records as they came', () => {
  const inputs = new TaskInputs<Record>([{ topic: 'a', awaited: false }]);
  offer(inputs, 'a', [record('x', 5), record('y', 1)]);
  expect(drain(inputs)).toEqual(['x', 'y']);
  expect(inputs.waitingOf('a')).toBe(0);
  expect(inputs.isEmpty('a')).toBe(true);
});

test('two inputs are merged in the order of event time', () => {
  const inputs = new TaskInputs<Record>([
    { topic: 'a', awaited: false },
    { topic: 'b', awaited: false },
  ]);
  inputs.setCaughtUp('a', true);
  inputs.setCaughtUp('b', true);
  offer(inputs, 'a', [record('a1', 1), record('a4', 4), record('a5', 5)]);
  offer(inputs, 'b', [record('b2', 2), record('b3', 3), record('b9', 9)]);
  expect(drain(inputs)).toEqual(['a1', 'b2', 'b3', 'a4', 'a5', 'b9']);
});

test('nothing is given out while another input may still hold earlier records', () => {
  const inputs = new TaskInputs<Record>([
    { topic: 'a', awaited: false },
    { topic: 'b', awaited: false },
  ]);
  offer(inputs, 'a', [record('a7', 7)]);
  expect(drain(inputs)).toEqual([]);
  offer(inputs, 'b', [record('b3', 3)]);
  expect(drain(inputs)).toEqual(['b3']);
  inputs.setCaughtUp('b', true);
  expect(drain(inputs)).toEqual(['a7']);
});

test('an awaited table is read to its end before the first stream record, whatever its times', () => {
  const inputs = new TaskInputs<Record>([
    { topic: 'stream', awaited: false },
    { topic: 'table', awaited: true },
  ]);
  offer(inputs, 'stream', [record('s1', 1)]);
  inputs.setCaughtUp('stream', true);
  offer(inputs, 'table', [record('t100', 100), record('t200', 200)]);
  expect(drain(inputs)).toEqual(['t100', 't200']);
  inputs.setCaughtUp('table', true);
  expect(drain(inputs)).toEqual(['s1']);
  offer(inputs, 'stream', [record('s2', 2), record('s400', 400)]);
  offer(inputs, 'table', [record('t300', 300)]);
  expect(drain(inputs)).toEqual(['s2', 't300', 's400']);
});

test('an awaited table that is empty holds nothing up', () => {
  const inputs = new TaskInputs<Record>([
    { topic: 'stream', awaited: false },
    { topic: 'table', awaited: true },
  ]);
  offer(inputs, 'stream', [record('s1', 1)]);
  inputs.setCaughtUp('stream', true);
  inputs.setCaughtUp('table', true);
  expect(drain(inputs)).toEqual(['s1']);
});

test('what is on its way between tasks can be taken without waiting for other inputs, but not before an awaited table', () => {
  const inputs = new TaskInputs<Record>([
    { topic: 'between', awaited: false },
    { topic: 'source', awaited: false },
  ]);
  offer(inputs, 'between', [record('b5', 5)]);
  expect(drain(inputs)).toEqual([]);
  expect(inputs.nextOf(new Set(['between']))?.records).toEqual([record('b5', 5)]);
  expect(inputs.nextOf(new Set(['between']))).toBeUndefined();

  const waiting = new TaskInputs<Record>([
    { topic: 'between', awaited: false },
    { topic: 'table', awaited: true },
  ]);
  offer(waiting, 'between', [record('b5', 5)]);
  expect(waiting.nextOf(new Set(['between']))).toBeUndefined();
});
