/** Transactional producers and their transactions: a fold over the records of `transactions.journal` (KIP-98, KIP-360). */
export interface TransactionsState {
  readonly byId: Map<string, Transaction>;
  /** Producer ids below are given out, or may have been before a crash. */
  nextProducerId: number;
}

export interface Transaction {
  readonly id: string;
  producerId: number;
  epoch: number;
  /** The epoch that the producer said it had when it got the present one; -1 when it said none. */
  resumedFrom: number;
  timeoutMs: number;
  phase: TransactionPhase;
  /** When the open transaction began; -1 when none is open. */
  startedAtMs: number;
  readonly partitions: Map<string, TransactionPartition>;
  readonly groups: Set<string>;
}

export type TransactionPhase =
  | 'Empty'
  | 'Ongoing'
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort';

export interface TransactionPartition {
  readonly topic: string;
  readonly partition: number;
}

export type TransactionsRecord =
  | { readonly kind: 'producer-ids-reserved'; readonly next: number }
  | {
      readonly kind: 'producer-started';
      readonly id: string;
      readonly producerId: number;
      readonly epoch: number;
      readonly resumedFrom: number;
      readonly timeoutMs: number;
    }
  | {
      readonly kind: 'transaction-extended';
      readonly id: string;
      readonly startedAtMs: number;
      readonly partitions: readonly TransactionPartition[];
      readonly groups: readonly string[];
    }
  /** From here on the outcome is certain; a start after a crash writes the markers again. */
  | { readonly kind: 'end-decided'; readonly id: string; readonly isCommit: boolean; readonly epoch: number }
  | { readonly kind: 'ended'; readonly id: string };

export function emptyTransactions(): TransactionsState {
  return { byId: new Map(), nextProducerId: 0 };
}

export function applyTransactions(state: TransactionsState, record: TransactionsRecord): void {
  if (record.kind === 'producer-ids-reserved') {
    state.nextProducerId = record.next;
    return;
  }
  const known = state.byId.get(record.id);
  if (record.kind === 'producer-started') {
    const { id, producerId, epoch, resumedFrom, timeoutMs } = record;
    const transaction = known ?? newTransaction(id);
    Object.assign(transaction, { producerId, epoch, resumedFrom, timeoutMs, phase: 'Empty', startedAtMs: -1 });
    state.byId.set(id, transaction);
    return;
  }
  if (known === undefined) return;
  switch (record.kind) {
    case 'transaction-extended':
      if (known.phase !== 'Ongoing') known.startedAtMs = record.startedAtMs;
      known.phase = 'Ongoing';
      for (const each of record.partitions) known.partitions.set(`${each.topic}/${each.partition}`, each);
      for (const group of record.groups) known.groups.add(group);
      return;
    case 'end-decided':
      known.phase = record.isCommit ? 'PrepareCommit' : 'PrepareAbort';
      known.epoch = record.epoch;
      return;
    case 'ended':
      known.phase = known.phase === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort';
      known.startedAtMs = -1;
      known.partitions.clear();
      known.groups.clear();
  }
}

/** Records that lead to this state from the empty one. */
export function* snapshotTransactions(state: TransactionsState): Iterable<TransactionsRecord> {
  yield { kind: 'producer-ids-reserved', next: state.nextProducerId };
  for (const transaction of state.byId.values()) {
    const { id, producerId, epoch, resumedFrom, timeoutMs, phase, startedAtMs, partitions, groups } = transaction;
    yield { kind: 'producer-started', id, producerId, epoch, resumedFrom, timeoutMs };
    if (phase === 'Empty') continue;
    const isCommit = phase === 'PrepareCommit' || phase === 'CompleteCommit';
    yield { kind: 'transaction-extended', id, startedAtMs, partitions: [...partitions.values()], groups: [...groups] };
    if (phase !== 'Ongoing') yield { kind: 'end-decided', id, isCommit, epoch };
    if (phase === 'CompleteCommit' || phase === 'CompleteAbort') yield { kind: 'ended', id };
  }
}

function newTransaction(id: string): Transaction {
  return {
    id,
    producerId: -1,
    epoch: -1,
    resumedFrom: -1,
    timeoutMs: 0,
    phase: 'Empty',
    startedAtMs: -1,
    partitions: new Map(),
    groups: new Set(),
  };
}
