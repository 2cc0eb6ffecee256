import { expect, test } from 'vitest';
import type { Reading, Sample } from './reading.ts';
import { advance, historyLength, liveState } from './reading.ts';

const sample = (at: number, end: number): Sample => ({
  at,
  partitions: 1,
  events: end,
  end,
  sizeBytes: end * 10,
  retentionMs: -1,
  compacted: false,
});
const after = (...samples: readonly Sample[]): Reading => {
  let reading: Reading | undefined;
  for (const each of samples) reading = advance(reading, each);
  if (reading === undefined) throw new Error('there is a sample');
  return reading;
};

test('the rate is what was appended per second between two samples', () => {
  expect(liveState(after(sample(0, 100), sample(500, 150), sample(2_500, 150)))).toMatchObject({
    events: 150,
    ratePerSecond: 0,
    rateHistory: [100, 0],
    lastAppendAt: '1970-01-01T00:00:00.500Z',
  });
});

test('one sample tells no rate and no moment of appending', () => {
  const state = liveState(after(sample(0, 100)));
  expect(state.rateHistory).toEqual([]);
  expect(state).not.toHaveProperty('lastAppendAt');
});

test('samples that follow at once are shown, and leave the rate to be measured over a longer time', () => {
  const reading = after(sample(0, 100), sample(500, 150), sample(510, 250));
  expect(liveState(reading)).toMatchObject({ events: 250, rateHistory: [100] });
  expect(advance(reading, sample(1_000, 250)).rates).toEqual([100, 200]);
});

test('the history keeps the newest rates only', () => {
  const samples = Array.from({ length: 50 }, (_, index) => sample(index * 1_000, index * index));
  const { rates } = after(...samples);
  expect(rates).toHaveLength(historyLength);
  expect(rates.at(-1)).toBe(49 * 49 - 48 * 48);
});

test('a topic that was made anew begins without a rate', () => {
  expect(after(sample(0, 100), sample(1_000, 200), sample(2_000, 5)).rates).toEqual([]);
});
