import { ErrorCode, fetchApi } from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import { closedClient, isWorthRetrying, KafkaError } from '../kafka-error.ts';
import type { Connection } from '../transport/connection.ts';
import { pause } from '../transport/retry.ts';
import type { FetchAnswer, FetchedPartition, Isolation } from './fetched-partition.ts';
import { fetchedPartition } from './fetched-partition.ts';
import { Mailbox } from './mailbox.ts';

export interface FetcherOptions {
  /** With read_committed, records of transactions that are open or aborted are not seen. Default read_uncommitted. */
  readonly isolation?: Isolation;
  /** How long a broker may hold a fetch that finds nothing. Default 500 ms. */
  readonly maxWaitMs?: number;
  /** Bytes worth answering a fetch for. Default 1. */
  readonly minBytes?: number;
  /** Bytes of one answer. Default 16 MiB. */
  readonly maxBytes?: number;
  /** Bytes of one partition in an answer. Default 1 MiB. */
  readonly partitionMaxBytes?: number;
  /** Fetching pauses while so many bytes wait for `poll`. Default 32 MiB. */
  readonly prefetchBytes?: number;
  /** Where to go on when the wanted offset is gone. Default `error`: `poll` raises OFFSET_OUT_OF_RANGE. */
  readonly outOfRange?: 'error' | 'earliest' | 'latest';
}

export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  /** The first offset wanted. */
  readonly offset: number;
}

interface Position {
  readonly topic: string;
  readonly partition: number;
  offset: number;
  paused: boolean;
}

const retryPauseMs = 50;
let channels = 0;

/**
 * Reads partitions from given offsets, one fetch after the other to each broker, ahead of who polls. It belongs to no
 * group and commits nothing.
 *
 *     const fetcher = new Fetcher(client);
 *     fetcher.assign([{ topic: 'flights', partition: 0, offset: 0 }]);
 *     for (const fetched of await fetcher.poll(1000)) forEachRecord(fetched, use);
 */
export class Fetcher {
  private readonly client: KafkaClient;
  private readonly options: Required<FetcherOptions>;
  private readonly channel = `fetch-${++channels}`;
  private readonly positions = new Map<string, Position>();
  private readonly loops = new Map<number, Promise<void>>();
  private readonly mailbox = new Mailbox<FetchedPartition>();
  private closed = false;
  private placing = false;

  constructor(client: KafkaClient, options: FetcherOptions = {}) {
    this.client = client;
    this.options = {
      isolation: options.isolation ?? 'read_uncommitted',
      maxWaitMs: options.maxWaitMs ?? 500,
      minBytes: options.minBytes ?? 1,
      maxBytes: options.maxBytes ?? 16 * 1024 * 1024,
      partitionMaxBytes: options.partitionMaxBytes ?? 1024 * 1024,
      prefetchBytes: options.prefetchBytes ?? 32 * 1024 * 1024,
      outOfRange: options.outOfRange ?? 'error',
    };
  }

  /** Adds partitions, or moves those that are there. What was fetched from elsewhere in them is dropped. */
  assign(partitions: readonly PartitionOffset[]): void {
    for (const { topic, partition, offset } of partitions) {
      const key = keyOf(topic, partition);
      this.dropFetched(key);
      this.positions.set(key, { topic, partition, offset, paused: false });
    }
    void this.place();
  }

  unassign(partitions: readonly { readonly topic: string; readonly partition: number }[]): void {
    for (const { topic, partition } of partitions) {
      this.positions.delete(keyOf(topic, partition));
      this.dropFetched(keyOf(topic, partition));
    }
  }

  /** Stops fetching from a partition, or goes on. What was fetched stays. */
  pause(topic: string, partition: number, paused = true): void {
    const position = this.positions.get(keyOf(topic, partition));
    if (position === undefined) return;
    position.paused = paused;
    if (!paused) void this.place();
  }

  /**
   * All that has been fetched since the last call; waits up to `waitMs` for something. Several entries may be of one
   * partition, in order. Raises what cannot be mended by trying again.
   */
  async poll(waitMs: number): Promise<readonly FetchedPartition[]> {
    if (this.isStopped) throw closedClient();
    const fetched = await this.mailbox.take(waitMs);
    // Brokers whose loop waited for room.
    void this.place();
    return fetched;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.positions.clear();
    this.mailbox.close();
    this.client.closeChannel(this.channel);
    await Promise.allSettled(this.loops.values());
  }

  private get isStopped(): boolean {
    return this.closed || this.client.signal.aborted;
  }

  private dropFetched(key: string): void {
    this.mailbox.drop(({ topic, partition }) => keyOf(topic, partition) === key);
  }

  /** Sees to it that every broker that leads a partition of ours is read from. */
  private async place(): Promise<void> {
    if (this.placing || this.isStopped) return;
    this.placing = true;
    try {
      while (!this.isStopped) {
        const topics = new Set([...this.positions.values()].map(({ topic }) => topic));
        try {
          for (const topic of topics) if (this.client.cachedTopic(topic) === undefined) await this.client.topic(topic);
        } catch (error) {
          if (!this.mayGoOn(error)) return;
          await pause(retryPauseMs, this.client.signal);
          continue;
        }
        const homeless = this.startLoops();
        if (homeless.length === 0) return;
        for (const topic of homeless) this.client.forgetTopic(topic);
        await pause(retryPauseMs, this.client.signal);
      }
    } finally {
      this.placing = false;
    }
  }

  /** Answers the topics of partitions that have no leader now. */
  private startLoops(): string[] {
    const homeless = new Set<string>();
    for (const position of this.positions.values()) {
      const leader = this.leaderOf(position);
      if (leader < 0) homeless.add(position.topic);
      else if (!this.loops.has(leader)) this.startLoop(leader);
    }
    return [...homeless];
  }

  private startLoop(leader: number): void {
    const loop = this.fetchFrom(leader)
      .catch((error: unknown) => this.mailbox.fail(asError(error)))
      .finally(() => this.loops.delete(leader));
    this.loops.set(leader, loop);
  }

  private leaderOf({ topic, partition }: Position): number {
    return this.client.cachedTopic(topic)?.partitions[partition]?.leader ?? -1;
  }

  private async fetchFrom(leader: number): Promise<void> {
    let turn = 0;
    while (!this.isStopped && this.mailbox.size < this.options.prefetchBytes) {
      const wanted = [...this.positions.values()].filter((p) => !p.paused && this.leaderOf(p) === leader);
      if (wanted.length === 0) return;
      // Brokers fill an answer in the order asked for, so each partition comes first in its turn.
      turn = (turn + 1) % wanted.length;
      const positions = [...wanted.slice(turn), ...wanted.slice(0, turn)];
      try {
        await this.fetchOnce(leader, positions);
      } catch (error) {
        if (!this.mayGoOn(error)) return;
        this.client.logger.debug({ leader, error }, 'fetching again');
        for (const { topic } of positions) this.client.forgetTopic(topic);
        await pause(retryPauseMs, this.client.signal);
        void this.place();
      }
    }
  }

  /** Whether a failure passes; if not, the next poll raises it. */
  private mayGoOn(error: unknown): boolean {
    if (this.closed) return false;
    if (this.client.signal.aborted) {
      this.mailbox.fail(closedClient());
      return false;
    }
    if (isWorthRetrying(error)) return true;
    this.mailbox.fail(asError(error));
    return false;
  }

  private async fetchOnce(leader: number, positions: readonly Position[]): Promise<void> {
    const { isolation, maxWaitMs, minBytes, maxBytes, partitionMaxBytes } = this.options;
    const asked = new Map(
      positions.map((position) => [keyOf(position.topic, position.partition), { position, offset: position.offset }]),
    );
    const topics = [...Map.groupBy(positions, ({ topic }) => topic)].map(([topic, list]) => ({
      topic,
      partitions: list.map(({ partition, offset }) => ({ partition, fetchOffset: offset, partitionMaxBytes })),
    }));
    const isolationLevel = isolation === 'read_committed' ? 1 : 0;
    const body = { maxWaitMs, minBytes, maxBytes, isolationLevel, topics };
    const response = await (await this.connectionTo(leader)).send(fetchApi, body, maxWaitMs + 30_000);
    if (response.errorCode !== ErrorCode.NONE) throw new KafkaError(response.errorCode, `fetch from broker ${leader}`);
    for (const { topic, partitions } of response.responses) {
      for (const answer of partitions) {
        const entry = asked.get(keyOf(topic, answer.partitionIndex));
        // It may have been moved or taken away meanwhile.
        if (entry === undefined || !this.isCurrent(entry.position, entry.offset)) continue;
        await this.accept(entry.position, answer);
      }
    }
  }

  private async connectionTo(leader: number): Promise<Connection> {
    const connection = await this.client.connectionTo({ node: leader }, this.channel);
    if (this.isStopped) {
      // It was opened behind the back of `close`.
      this.client.closeChannel(this.channel);
      throw closedClient();
    }
    return connection;
  }

  private isCurrent(position: Position, offset: number): boolean {
    return this.positions.get(keyOf(position.topic, position.partition)) === position && position.offset === offset;
  }

  private async accept(position: Position, answer: FetchAnswer): Promise<void> {
    const { topic, partition, offset: startOffset } = position;
    if (answer.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) return this.goBack(position);
    if (answer.errorCode !== ErrorCode.NONE) throw new KafkaError(answer.errorCode, `fetch from ${topic}-${partition}`);
    const fetched = fetchedPartition(topic, startOffset, answer, this.options.isolation);
    if (fetched.endOffset === startOffset) return;
    position.offset = fetched.endOffset;
    this.mailbox.put(fetched, fetched.bytes);
  }

  private async goBack(position: Position): Promise<void> {
    const { topic, partition, offset } = position;
    const { outOfRange } = this.options;
    if (outOfRange === 'error') {
      throw new KafkaError(ErrorCode.OFFSET_OUT_OF_RANGE, `fetch from ${topic}-${partition} at offset ${offset}`);
    }
    const offsets = await this.client.listOffsets(topic, outOfRange, { partitions: [partition] });
    position.offset = offsets.get(partition) ?? offset;
    this.client.logger.warn(
      { topic, partition, offset, now: position.offset },
      'an offset is gone; reading on elsewhere',
    );
  }
}

function keyOf(topic: string, partition: number): string {
  return `${partition}/${topic}`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
