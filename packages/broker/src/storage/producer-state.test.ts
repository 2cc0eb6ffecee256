import { expect, test } from 'vitest';
import { applyMarker, applyProducerBatch, decideProducerBatch, emptyProducers, forgetOld } from './producer-state.ts';
import type { ProducerBatch, ProducersState } from './producer-state.ts';

const batch = (baseSequence: number, recordCount = 1, epoch = 0): ProducerBatch => ({
  producerId: 1,
  epoch,
  baseSequence,
  recordCount,
  isTransactional: false,
});

function after(...batches: ProducerBatch[]): ProducersState {
  const state = emptyProducers();
  batches.forEach((each, baseOffset) => applyProducerBatch(state, each, { baseOffset, timestamp: -1, nowMs: 0 }));
  return state;
}

test('the next sequence is appended, a gap is refused', () => {
  expect(decideProducerBatch(after(batch(0, 3)), batch(3)).kind).toBe('append');
  expect(decideProducerBatch(after(batch(0, 3)), batch(4))).toEqual({
    kind: 'refused',
    code: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
  });
});

test('any of the last five batches is recognised when it comes again', () => {
  const state = after(...[0, 1, 2, 3, 4, 5].map((sequence) => batch(sequence)));
  for (const sequence of [1, 2, 3, 4, 5]) {
    expect(decideProducerBatch(state, batch(sequence))).toMatchObject({ kind: 'duplicate', baseOffset: sequence });
  }
  expect(decideProducerBatch(state, batch(0)).kind).toBe('refused');
});

test('sequences begin again at 0 after the largest', () => {
  const state = after(batch(0x7fff_ffff, 1));
  expect(decideProducerBatch(state, batch(0)).kind).toBe('append');
});

test('a higher epoch begins at sequence 0, a lower one is fenced', () => {
  const state = after(batch(0, 1, 5));
  expect(decideProducerBatch(state, batch(0, 1, 6)).kind).toBe('append');
  expect(decideProducerBatch(state, batch(3, 1, 6)).kind).toBe('refused');
  expect(decideProducerBatch(state, batch(1, 1, 4))).toEqual({ kind: 'refused', code: 'INVALID_PRODUCER_EPOCH' });
});

test('a marker of a higher epoch fences what the producer still sends', () => {
  const state = after(batch(0));
  applyMarker(state, { producerId: 1, epoch: 1, offset: 1, isCommit: false }, 0);
  expect(decideProducerBatch(state, batch(1)).kind).toBe('refused');
});

test('silent producers are forgotten, but not while their transaction is open', () => {
  const state = after(batch(0));
  applyProducerBatch(
    state,
    { ...batch(0), producerId: 2, isTransactional: true },
    { baseOffset: 1, timestamp: -1, nowMs: 0 },
  );
  forgetOld(state, 1, 0);
  expect([...state.producers.keys()]).toEqual([2]);
});
