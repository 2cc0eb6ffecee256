import { expect, test } from 'vitest';
import {
  decideEnd,
  decideExtend,
  decideFencingAbort,
  decideStartProducer,
  refuseTransactionalWrite,
} from './decide.ts';
import type { ProducerIdentity, TransactionDecision } from './decide.ts';
import type { TransactionsState } from './transactions-state.ts';
import { applyTransactions, emptyTransactions, snapshotTransactions } from './transactions-state.ts';

const id = 'app';

function carryOut<D extends TransactionDecision>(state: TransactionsState, decision: D): D {
  if (decision.kind === 'accepted') for (const record of decision.records) applyTransactions(state, record);
  return decision;
}

function start(state: TransactionsState, claim?: ProducerIdentity): ProducerIdentity {
  const decision = decideStartProducer(state, { id, timeoutMs: 1000, claim, newProducerId: () => 77 });
  carryOut(state, decision);
  if (decision.kind === 'refused') throw new Error(decision.code);
  return { producerId: decision.identity.producerId, epoch: decision.identity.epoch };
}

const extend = (state: TransactionsState, identity: ProducerIdentity) =>
  carryOut(
    state,
    decideExtend(state, { id, identity, partitions: [{ topic: 't', partition: 0 }], groups: ['g'], nowMs: 5 }),
  );
const end = (state: TransactionsState, identity: ProducerIdentity, isCommit: boolean) =>
  carryOut(state, decideEnd(state, { id, identity, isCommit }));

test('each start of a producer fences the one before', () => {
  const state = emptyTransactions();
  const first = start(state);
  const second = start(state);
  expect(second).toEqual({ producerId: first.producerId, epoch: first.epoch + 1 });
  expect(extend(state, first)).toEqual({ kind: 'refused', code: 'PRODUCER_FENCED' });
  expect(extend(state, second).kind).toBe('accepted');
});

test('a producer that goes on says who it is; the same question gets the same answer, a stranger none', () => {
  const state = emptyTransactions();
  const first = start(state);
  const resumed = start(state, first);
  expect(start(state, first)).toEqual(resumed);
  expect(() => start(state, { producerId: 1, epoch: 0 })).toThrow('PRODUCER_FENCED');
  expect(start(state, resumed).epoch).toBe(resumed.epoch + 1);
});

test('an epoch that cannot grow gives way to a new producer id', () => {
  const state = emptyTransactions();
  applyTransactions(state, {
    kind: 'producer-started',
    id,
    producerId: 5,
    epoch: 0x7ffe,
    resumedFrom: -1,
    timeoutMs: 1,
  });
  expect(start(state)).toEqual({ producerId: 77, epoch: 0 });
});

test('only partitions of the open transaction are written to', () => {
  const state = emptyTransactions();
  const identity = start(state);
  const refuse = (key: string) => refuseTransactionalWrite(state.byId.get(id), identity, key);
  expect(refuse('t/0')).toBe('INVALID_TXN_STATE');
  extend(state, identity);
  expect(refuse('t/0')).toBeUndefined();
  expect(refuse('t/1')).toBe('INVALID_TXN_STATE');
  expect(refuseTransactionalWrite(state.byId.get(id), { ...identity, epoch: 9 }, 't/0')).toBe('INVALID_PRODUCER_EPOCH');
});

test('an end that is asked for again is answered as before, the other end is refused', () => {
  const state = emptyTransactions();
  const identity = start(state);
  expect(end(state, identity, true)).toEqual({ kind: 'refused', code: 'INVALID_TXN_STATE' });
  extend(state, identity);
  end(state, identity, true);
  expect(end(state, identity, true)).toEqual({ kind: 'refused', code: 'CONCURRENT_TRANSACTIONS' });
  applyTransactions(state, { kind: 'ended', id });
  expect(end(state, identity, true)).toEqual({ kind: 'accepted', records: [] });
  expect(end(state, identity, false)).toEqual({ kind: 'refused', code: 'INVALID_TXN_STATE' });
});

test('nothing is added to a transaction that is ending', () => {
  const state = emptyTransactions();
  const identity = start(state);
  extend(state, identity);
  end(state, identity, false);
  expect(extend(state, identity)).toEqual({ kind: 'refused', code: 'CONCURRENT_TRANSACTIONS' });
});

test('a transaction that is aborted against its producer’s will fences the producer', () => {
  const state = emptyTransactions();
  const identity = start(state);
  extend(state, identity);
  const open = state.byId.get(id);
  if (open !== undefined) applyTransactions(state, decideFencingAbort(open));
  expect(end(state, identity, true)).toEqual({ kind: 'refused', code: 'PRODUCER_FENCED' });
});

test('a snapshot leads to the same state in every phase', () => {
  const state = emptyTransactions();
  const same = (): void => {
    const again = emptyTransactions();
    for (const record of snapshotTransactions(state)) applyTransactions(again, record);
    expect(again).toEqual(state);
  };
  const identity = start(state);
  same();
  extend(state, identity);
  same();
  end(state, identity, true);
  same();
  applyTransactions(state, { kind: 'ended', id });
  same();
});
