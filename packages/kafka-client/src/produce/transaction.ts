import type { GroupOffset } from '../admin/groups.ts';
import type { KafkaClient } from '../client.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { GroupMembership, TransactionalProducer } from './transaction-requests.ts';
import { addOffsets, addPartitions, commitGroupOffsets, endTransaction } from './transaction-requests.ts';

export interface TransactionEvents {
  /** Partitions that waited may be sent to now. */
  readonly enlisted: () => void;
  /** Partitions could not be enlisted: nothing of the transaction can be committed. */
  readonly failed: (error: Error) => void;
}

/** One transaction: who takes part in it, and its end. */
export class Transaction {
  private readonly client: KafkaClient;
  private readonly producer: TransactionalProducer;
  private readonly events: TransactionEvents;
  private readonly partitions = new Set<PartitionQueue>();
  private readonly waiting = new Set<PartitionQueue>();
  private readonly groups = new Set<string>();
  private enlisting: Promise<void> | null = null;
  /** The end of the change under way. */
  private changing: Promise<void> = Promise.resolve();
  /** Whether the coordinator may know of it. */
  private isTouched = false;

  constructor(client: KafkaClient, producer: TransactionalProducer, events: TransactionEvents) {
    this.client = client;
    this.producer = producer;
    this.events = events;
  }

  /** Whether a partition may be sent to. If not yet, it is enlisted, and `enlisted` tells when to ask again. */
  admit(queue: PartitionQueue): boolean {
    if (this.partitions.has(queue)) return true;
    this.waiting.add(queue);
    this.enlisting ??= this.enlist();
    return false;
  }

  private async enlist(): Promise<void> {
    this.isTouched = true;
    // Partitions that are offered in the same round go into one request.
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const asked = [...this.waiting];
      try {
        await this.inTurn(() => addPartitions(this.client, this.producer, asked));
        for (const queue of asked) this.partitions.add(queue);
      } catch (error) {
        this.events.failed(error instanceof Error ? error : new Error(String(error)));
      }
      for (const queue of asked) this.waiting.delete(queue);
    }
    this.enlisting = null;
    this.events.enlisted();
  }

  /** One request after the other: a coordinator refuses a change while it makes another. */
  private async inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.changing.then(task);
    this.changing = turn.catch(() => undefined);
    await turn;
  }

  /** Resolves when no partition is being enlisted. */
  async quiet(): Promise<void> {
    await this.enlisting;
  }

  async sendOffsets(group: string, offsets: readonly GroupOffset[], membership?: GroupMembership): Promise<void> {
    if (!this.groups.has(group)) {
      this.isTouched = true;
      await this.inTurn(() => addOffsets(this.client, this.producer, group));
      this.groups.add(group);
    }
    await commitGroupOffsets(this.client, this.producer, group, offsets, membership);
  }

  /** Ends it on the coordinator; one that nobody took part in is not known there. */
  async end(committed: boolean): Promise<void> {
    if (this.isTouched) await endTransaction(this.client, this.producer, committed);
  }
}
