import type { ErrorName } from '@millrace/kafka-wire';
import type { Transaction, TransactionPartition, TransactionsRecord, TransactionsState } from './transactions-state.ts';

export interface ProducerIdentity {
  readonly producerId: number;
  readonly epoch: number;
}

export type TransactionDecision = Accepted | Refused;

interface Accepted {
  readonly kind: 'accepted';
  readonly records: readonly TransactionsRecord[];
}

interface Refused {
  readonly kind: 'refused';
  readonly code: ErrorName;
}

/** The last epoch is kept for fencing: it cannot be raised again. */
const epochMax = 0x7ffe;

/**
 * A producer of this transactional id starts. All former ones are fenced by a higher epoch. `claim` is what a producer
 * that goes on after an error says it is (KIP-360). An open transaction must have been aborted before.
 */
export function decideStartProducer(
  state: TransactionsState,
  start: {
    readonly id: string;
    readonly timeoutMs: number;
    readonly claim: ProducerIdentity | undefined;
    readonly newProducerId: () => number;
  },
): Refused | (Accepted & { readonly identity: ProducerIdentity }) {
  const { id, timeoutMs, claim } = start;
  const known = state.byId.get(id);
  if (known !== undefined && isEnding(known)) return refused('CONCURRENT_TRANSACTIONS');
  if (claim !== undefined && known !== undefined) {
    const isSame = claim.producerId === known.producerId;
    if (!isSame) return refused('PRODUCER_FENCED');
    // The answer was lost and the producer asks again: it gets the same answer.
    const isRepeated = claim.epoch === known.resumedFrom && known.phase === 'Empty';
    if (isRepeated) return { kind: 'accepted', records: [], identity: known };
    if (claim.epoch !== known.epoch) return refused('PRODUCER_FENCED');
  }
  const identity =
    known === undefined || known.epoch >= epochMax
      ? { producerId: start.newProducerId(), epoch: 0 }
      : { producerId: known.producerId, epoch: known.epoch + 1 };
  const resumedFrom = claim?.epoch ?? -1;
  const record = { kind: 'producer-started', id, ...identity, resumedFrom, timeoutMs } as const;
  return { kind: 'accepted', records: [record], identity };
}

/** Makes partitions and groups part of the transaction, which this opens when none is open. */
export function decideExtend(
  state: TransactionsState,
  extend: {
    readonly id: string;
    readonly identity: ProducerIdentity;
    readonly partitions: readonly TransactionPartition[];
    readonly groups: readonly string[];
    readonly nowMs: number;
  },
): TransactionDecision {
  const known = state.byId.get(extend.id);
  if (known === undefined) return refused('INVALID_PRODUCER_ID_MAPPING');
  const refusal = refuseIdentity(known, extend.identity, 'PRODUCER_FENCED');
  if (refusal !== undefined) return refused(refusal);
  if (isEnding(known)) return refused('CONCURRENT_TRANSACTIONS');
  const partitions = extend.partitions.filter(
    ({ topic, partition }) => known.phase !== 'Ongoing' || !known.partitions.has(`${topic}/${partition}`),
  );
  const groups = extend.groups.filter((group) => known.phase !== 'Ongoing' || !known.groups.has(group));
  if (partitions.length === 0 && groups.length === 0) return { kind: 'accepted', records: [] };
  const { id, nowMs: startedAtMs } = extend;
  return { kind: 'accepted', records: [{ kind: 'transaction-extended', id, startedAtMs, partitions, groups }] };
}

/** Ends the transaction. Asking for the end that it had already is answered as the first time. */
export function decideEnd(
  state: TransactionsState,
  end: { readonly id: string; readonly identity: ProducerIdentity; readonly isCommit: boolean },
): TransactionDecision {
  const known = state.byId.get(end.id);
  if (known === undefined) return refused('INVALID_PRODUCER_ID_MAPPING');
  const refusal = refuseIdentity(known, end.identity, 'PRODUCER_FENCED');
  if (refusal !== undefined) return refused(refusal);
  switch (known.phase) {
    case 'Ongoing':
      return { kind: 'accepted', records: [endDecided(known, end.isCommit, known.epoch)] };
    case 'CompleteCommit':
      return end.isCommit ? { kind: 'accepted', records: [] } : refused('INVALID_TXN_STATE');
    case 'CompleteAbort':
      return end.isCommit ? refused('INVALID_TXN_STATE') : { kind: 'accepted', records: [] };
    case 'PrepareCommit':
    case 'PrepareAbort':
      return refused('CONCURRENT_TRANSACTIONS');
    case 'Empty':
      return refused('INVALID_TXN_STATE');
  }
}

/** Ends an open transaction against its producer's will, and fences the producer. */
export function decideFencingAbort(transaction: Transaction): TransactionsRecord {
  return endDecided(transaction, false, Math.min(transaction.epoch + 1, epochMax));
}

/** When the open transaction is aborted for taking too long; Infinity when none is open. */
export function timeoutAtMs(transaction: Transaction): number {
  return transaction.phase === 'Ongoing' ? transaction.startedAtMs + transaction.timeoutMs : Number.POSITIVE_INFINITY;
}

/** Whether a producer may write to a partition as part of its transaction. */
export function refuseTransactionalWrite(
  transaction: Transaction | undefined,
  identity: ProducerIdentity,
  partitionKey: string,
): ErrorName | undefined {
  if (transaction === undefined) return 'INVALID_PRODUCER_ID_MAPPING';
  const refusal = refuseIdentity(transaction, identity, 'INVALID_PRODUCER_EPOCH');
  if (refusal !== undefined) return refusal;
  return transaction.phase === 'Ongoing' && transaction.partitions.has(partitionKey) ? undefined : 'INVALID_TXN_STATE';
}

export function isEnding(transaction: Transaction): boolean {
  return transaction.phase === 'PrepareCommit' || transaction.phase === 'PrepareAbort';
}

export function refuseIdentity(known: Transaction, claim: ProducerIdentity, fenced: ErrorName): ErrorName | undefined {
  if (claim.producerId !== known.producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  return claim.epoch === known.epoch ? undefined : fenced;
}

function endDecided(transaction: Transaction, isCommit: boolean, epoch: number): TransactionsRecord {
  return { kind: 'end-decided', id: transaction.id, isCommit, epoch };
}

function refused(code: ErrorName): Refused {
  return { kind: 'refused', code };
}
