import type { Clock, Logger } from '@millrace/base';
import { buildTransactionMarker } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { Topics } from '../cluster/topics.ts';
import type { GroupCoordinator } from '../groups/group-coordinator.ts';
import type { Journal } from '../storage/journal.ts';
import {
  decideEnd,
  decideExtend,
  decideFencingAbort,
  decideStartProducer,
  isEnding,
  refuseIdentity,
  timeoutAtMs,
} from './decide.ts';
import type { ProducerIdentity } from './decide.ts';
import type { Transaction, TransactionPartition, TransactionsRecord, TransactionsState } from './transactions-state.ts';

/** Producer ids are reserved in blocks, so that giving one out seldom waits for the disk. */
const producerIdBlock = 1000;
/** How often open transactions are looked through for those that take too long. */
const timeoutCheckMs = 500;

/** Runs the transaction machine: writes decisions down, then the markers that they ask for, and ends what takes too long. */
export class TransactionCoordinator {
  readonly state: TransactionsState;
  readonly #journal: Journal<TransactionsRecord>;
  readonly #topics: Topics;
  readonly #groups: GroupCoordinator;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;
  #nextProducerId: number;

  constructor(options: {
    readonly state: TransactionsState;
    readonly journal: Journal<TransactionsRecord>;
    readonly topics: Topics;
    readonly groups: GroupCoordinator;
    readonly clock: Clock;
    readonly logger: Logger;
  }) {
    this.state = options.state;
    this.#journal = options.journal;
    this.#topics = options.topics;
    this.#groups = options.groups;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#nextProducerId = options.state.nextProducerId;
    this.#timer = setInterval(() => void this.#abortLate(), timeoutCheckMs);
  }

  /** Finishes transactions whose outcome was decided before a crash. To be awaited before requests are served. */
  async recover(): Promise<void> {
    for (const transaction of this.state.byId.values()) {
      if (isEnding(transaction)) await this.#finish(transaction);
    }
  }

  /** An id for a producer without transactions. */
  async newProducer(): Promise<ProducerIdentity> {
    const reserved = this.#reserveProducerIds();
    const producerId = this.#nextProducerId++;
    await reserved;
    return { producerId, epoch: 0 };
  }

  async startProducer(
    id: string,
    timeoutMs: number,
    claim: ProducerIdentity | undefined,
  ): Promise<{ readonly error: ErrorName; readonly identity?: ProducerIdentity }> {
    const open = this.state.byId.get(id);
    if (open?.phase === 'Ongoing') {
      const refusal = claim === undefined ? undefined : refuseIdentity(open, claim, 'PRODUCER_FENCED');
      if (refusal !== undefined) return { error: 'PRODUCER_FENCED' };
      await this.#abortAndFence(open);
      // The producer that goes on is not the fenced one.
      return this.startProducer(id, timeoutMs, undefined);
    }
    const reserved = this.#reserveProducerIds();
    const newProducerId = (): number => this.#nextProducerId++;
    const decision = decideStartProducer(this.state, { id, timeoutMs, claim, newProducerId });
    if (decision.kind === 'refused') return { error: decision.code };
    await Promise.all([reserved, this.#journal.record(decision.records)]);
    return { error: 'NONE', identity: decision.identity };
  }

  async extend(
    id: string,
    identity: ProducerIdentity,
    added: { readonly partitions?: readonly TransactionPartition[]; readonly groups?: readonly string[] },
  ): Promise<ErrorName> {
    const { partitions = [], groups = [] } = added;
    const nowMs = this.#clock.now();
    const decision = decideExtend(this.state, { id, identity, partitions, groups, nowMs });
    if (decision.kind === 'refused') return decision.code;
    if (decision.records.length > 0) await this.#journal.record(decision.records);
    return 'NONE';
  }

  /** Resolves when the markers are in all partitions of the transaction, and durable. */
  async end(id: string, identity: ProducerIdentity, isCommit: boolean): Promise<ErrorName> {
    const decision = decideEnd(this.state, { id, identity, isCommit });
    if (decision.kind === 'refused') return decision.code;
    if (decision.records.length === 0) return 'NONE';
    await this.#journal.record(decision.records);
    const transaction = this.state.byId.get(id);
    if (transaction !== undefined) await this.#finish(transaction);
    return 'NONE';
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #abortAndFence(transaction: Transaction): Promise<void> {
    await this.#journal.record([decideFencingAbort(transaction)]);
    await this.#finish(transaction);
  }

  async #finish(transaction: Transaction): Promise<void> {
    const { producerId, epoch } = transaction;
    const isCommit = transaction.phase === 'PrepareCommit';
    const nowMs = this.#clock.now();
    const marker = { producerId, producerEpoch: epoch, commit: isCommit, coordinatorEpoch: 0, timestamp: nowMs };
    const durable: Promise<void>[] = [];
    for (const { topic, partition } of transaction.partitions.values()) {
      // A topic may have been deleted while the transaction was open.
      const log = this.#topics.log(topic, partition);
      if (log !== undefined) durable.push(log.appendMarker(buildTransactionMarker(marker), isCommit, nowMs));
    }
    for (const group of transaction.groups) {
      durable.push(this.#groups.record({ kind: 'pending-ended', group, producerId, isCommit }));
    }
    await Promise.all(durable);
    await this.#journal.record([{ kind: 'ended', id: transaction.id }]);
  }

  #reserveProducerIds(): Promise<void> {
    if (this.#nextProducerId < this.state.nextProducerId) return Promise.resolve();
    return this.#journal.record([{ kind: 'producer-ids-reserved', next: this.#nextProducerId + producerIdBlock }]);
  }

  async #abortLate(): Promise<void> {
    const nowMs = this.#clock.now();
    for (const transaction of this.state.byId.values()) {
      if (timeoutAtMs(transaction) > nowMs) continue;
      this.#logger.warn({ transactionalId: transaction.id }, 'aborted a transaction that took longer than its timeout');
      await this.#abortAndFence(transaction).catch((error: unknown) => {
        this.#logger.error({ error, transactionalId: transaction.id }, 'a late transaction could not be aborted');
      });
    }
  }
}
