import { assert, MillraceError } from '@millrace/base';
import type { ResponseOf } from '@millrace/kafka-wire';
import { ErrorCode, produceApi } from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import { closedClient, isWorthRetrying, KafkaError } from '../kafka-error.ts';
import { pause } from '../transport/retry.ts';
import type { ProducerIdentity } from './options.ts';
import type { Batch, PartitionQueue } from './partition-queue.ts';

export interface SenderOptions {
  readonly acks: -1 | 0 | 1;
  readonly deliveryTimeoutMs: number;
  readonly transactionalId: string | null;
  /** Who the batches are from. Asked for before each round; null means not now. */
  readonly identity: () => ProducerIdentity | null;
  /** Called before the first batch to a partition of a transaction goes out; true when it may go now. */
  readonly admit: (queue: PartitionQueue) => boolean;
  /** Whether a batch was lost for good, so that those behind it cannot be accepted in their sequence. */
  readonly isSequenceBroken: () => boolean;
  /** Whether what failed may go out again. */
  readonly mayRetry: () => boolean;
  /** Nothing more can be sent. */
  readonly failAll: (error: Error) => void;
  /** A batch was delivered or given up. */
  readonly settled: (batch: Batch, error: Error | null) => void;
}

type Answer = ResponseOf<typeof produceApi>['responses'][number]['partitionResponses'][number];

interface Sent {
  readonly queue: PartitionQueue;
  readonly batch: Batch;
}

/** Enough for many partitions at once, far below what brokers refuse. */
const requestBytesMax = 8 * 1024 * 1024;
const requestTimeoutMs = 30_000;
const retryPauseMs = 50;
let channels = 0;

/** Moves batches from the queues to their partitions' leaders, many a request, and sorts out the answers. */
export class Sender {
  private readonly client: KafkaClient;
  private readonly options: SenderOptions;
  private readonly channel = `produce-${++channels}`;
  private readonly ready = new Set<PartitionQueue>();
  /** Topics whose leaders are being asked for. */
  private readonly looking = new Set<string>();
  /** Queues that wait before they try again. */
  private readonly resting = new Set<PartitionQueue>();
  private scheduled = false;
  private inFlightRequests = 0;

  constructor(client: KafkaClient, options: SenderOptions) {
    this.client = client;
    this.options = options;
  }

  /** Whether any request waits for its answer. */
  get isQuiet(): boolean {
    return this.inFlightRequests === 0;
  }

  /** A queue has a batch to send. */
  offer(queue: PartitionQueue): void {
    this.ready.add(queue);
    this.wake();
  }

  wake(): void {
    if (this.scheduled || this.ready.size === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.dispatch();
    });
  }

  close(): void {
    this.ready.clear();
    this.client.closeChannel(this.channel);
  }

  private dispatch(): void {
    if (this.client.signal.aborted) {
      this.ready.clear();
      this.options.failAll(closedClient());
      return;
    }
    const identity = this.options.identity();
    if (identity === null) return;
    const byLeader = new Map<number, { sent: Sent[]; bytes: number }>();
    for (const queue of this.ready) {
      if (!queue.hasReady) {
        this.ready.delete(queue);
        continue;
      }
      const leader = this.leaderOf(queue);
      if (leader < 0 || !this.isDue(queue) || !this.options.admit(queue)) continue;
      let request = byLeader.get(leader);
      if (request === undefined) byLeader.set(leader, (request = { sent: [], bytes: 0 }));
      // One batch of a partition a request: brokers refuse more.
      if (request.bytes < requestBytesMax) this.take(queue, identity, request);
    }
    for (const [leader, { sent }] of byLeader) if (sent.length > 0) void this.send(leader, sent);
    if ([...byLeader.values()].some(({ sent }) => sent.length > 0)) this.wake();
  }

  private take(queue: PartitionQueue, identity: ProducerIdentity, request: { sent: Sent[]; bytes: number }): void {
    let batch: Batch | null;
    try {
      batch = queue.take(identity);
    } catch (error) {
      throw new MillraceError('INTERNAL', `could not build a batch for ${queue.topic}-${queue.partition}`, {
        cause: error,
      });
    }
    if (batch === null) return;
    request.sent.push({ queue, batch });
    request.bytes += batch.bytes?.length ?? 0;
  }

  private isDue(queue: PartitionQueue): boolean {
    const waitMs = queue.notBefore - performance.now();
    if (waitMs <= 0) return true;
    if (!this.resting.has(queue)) {
      this.resting.add(queue);
      void pause(waitMs, this.client.signal).then(() => {
        this.resting.delete(queue);
        this.wake();
      });
    }
    return false;
  }

  private leaderOf(queue: PartitionQueue): number {
    const topic = this.client.cachedTopic(queue.topic);
    const leader = topic?.partitions[queue.partition]?.leader ?? -1;
    if (leader < 0) void this.lookUp(queue.topic);
    return leader;
  }

  private async lookUp(topic: string): Promise<void> {
    if (this.looking.has(topic)) return;
    this.looking.add(topic);
    try {
      this.client.forgetTopic(topic);
      const { partitions } = await this.client.topic(topic);
      if (partitions.some(({ leader }) => leader < 0)) {
        throw new KafkaError(ErrorCode.LEADER_NOT_AVAILABLE, `produce to ${topic}`);
      }
    } catch (error) {
      this.expire(topic, error);
      await pause(retryPauseMs, this.client.signal);
    } finally {
      this.looking.delete(topic);
      this.wake();
    }
  }

  /** Gives up what has waited too long for a leader. */
  private expire(topic: string, error: unknown): void {
    for (const queue of this.ready) {
      if (queue.topic !== topic || queue.inFlightCount > 0) continue;
      const oldest = queue.outstanding()[0];
      if (oldest === undefined || !this.isOverdue(oldest)) continue;
      for (const batch of queue.drop()) this.giveUp(batch, asError(error));
    }
  }

  private isOverdue(batch: Batch): boolean {
    return performance.now() - batch.startedAt > this.options.deliveryTimeoutMs;
  }

  private async send(leader: number, sent: readonly Sent[]): Promise<void> {
    this.inFlightRequests++;
    try {
      const connection = await this.client.connectionTo({ node: leader }, this.channel);
      const { acks, transactionalId } = this.options;
      const body = { acks, transactionalId, timeoutMs: requestTimeoutMs, topicData: topicData(sent) };
      if (acks === 0) {
        await connection.sendOneWay(produceApi, body);
        for (const { queue, batch } of sent) this.deliver(queue, batch, -1);
      } else {
        this.sortOut(sent, await connection.send(produceApi, body, requestTimeoutMs + 5000));
      }
    } catch (error) {
      for (const { queue, batch } of sent) this.fail(queue, batch, asError(error));
    } finally {
      this.inFlightRequests--;
      for (const { queue } of sent) if (queue.hasReady) this.ready.add(queue);
      this.wake();
    }
  }

  private sortOut(sent: readonly Sent[], response: ResponseOf<typeof produceApi>): void {
    const answers = new Map<string, Answer>(
      response.responses.flatMap(({ name, partitionResponses }) =>
        partitionResponses.map((answer) => [`${name}-${answer.index}`, answer] as const),
      ),
    );
    for (const { queue, batch } of sent) {
      const place = `${queue.topic}-${queue.partition}`;
      const answer = answers.get(place);
      const code = answer?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
      if (code === ErrorCode.NONE || code === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
        this.deliver(queue, batch, answer?.baseOffset ?? -1);
      } else {
        const detail = answer?.recordErrors[0]?.batchIndexErrorMessage ?? answer?.errorMessage;
        this.fail(queue, batch, new KafkaError(code, `produce to ${place}`, detail));
      }
    }
  }

  private deliver(queue: PartitionQueue, batch: Batch, baseOffset: number): void {
    queue.settle(batch, this.options.acks !== 0);
    batch.resolve(baseOffset);
    this.options.settled(batch, null);
  }

  private fail(queue: PartitionQueue, batch: Batch, error: Error): void {
    // One before it did not arrive, and will be sent again first.
    const isBehindFailure =
      error instanceof KafkaError &&
      error.code === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER &&
      (this.options.isSequenceBroken() || !queue.isFirstInFlight(batch));
    if ((isWorthRetrying(error) || isBehindFailure) && !this.isOverdue(batch) && this.options.mayRetry()) {
      this.client.logger.debug({ topic: queue.topic, partition: queue.partition, error }, 'producing again');
      if (!isBehindFailure) this.client.forgetTopic(queue.topic);
      queue.takeBack(batch, performance.now() + retryPauseMs);
      this.ready.add(queue);
    } else {
      queue.settle(batch, false);
      this.giveUp(batch, error);
    }
  }

  private giveUp(batch: Batch, error: Error): void {
    batch.reject(error);
    this.options.settled(batch, error);
  }
}

function topicData(sent: readonly Sent[]): { name: string; partitionData: { index: number; records: Uint8Array }[] }[] {
  return [...Map.groupBy(sent, ({ queue }) => queue.topic)].map(([name, list]) => ({
    name,
    partitionData: list.map(({ queue, batch }) => {
      assert(batch.bytes !== null, 'a batch is built before it is sent');
      return { index: queue.partition, records: batch.bytes };
    }),
  }));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
