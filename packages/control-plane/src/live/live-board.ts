import type { Clock, Logger } from '@millrace/base';
import type { LiveState } from '@millrace/mesh';
import type { Cluster, PartitionOffsets } from '../ports/cluster.ts';
import type { Reading, Sample } from './reading.ts';
import { advance, liveState, unknownLiveState } from './reading.ts';

export const watchedIntervalMs = 500;
const idleIntervalMs = 5_000;
/** A request for live state keeps the board awake for this long. */
const attentionMs = 10_000;
/** Topics whose newest records are looked at at the same time. */
const topicsAtOnceMax = 16;
/** A poll takes at most this share of the time: of a large mesh it is asked less often. */
const pollShareMax = 0.2;
/** Sizes and configurations change slowly and cost more to ask for. */
const slowIntervalMs = 2_000;
/** Larger topics are not read through to count their events: the distance of their offsets must do. */
const countedBytesMax = 1024 ** 3;

export interface LiveBoardOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Topics whose state is kept current: those of the published products. */
  readonly topics: () => readonly string[];
}

interface SlowFacts {
  readonly at: number;
  readonly sizes: ReadonlyMap<string, number>;
  readonly configs: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Live state of topics: polled while somebody watches, seldom otherwise. */
export class LiveBoard {
  readonly #options: LiveBoardOptions;
  readonly #readings = new Map<string, Reading>();
  readonly #listeners = new Set<(topic: string, live: LiveState) => void>();
  readonly #newest = new Map<
    string,
    { readonly at: number; readonly end: number; readonly timestamp: number | undefined }
  >();
  #slow: SlowFacts = { at: Number.NEGATIVE_INFINITY, sizes: new Map(), configs: new Map() };
  #attentionUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #polling: Promise<void> | undefined;
  #reachable = true;
  #pollMs = 0;
  #closed = false;

  constructor(options: LiveBoardOptions) {
    this.#options = options;
  }

  start(): void {
    this.#schedule(0);
  }

  /** Whether the cluster answered the last time it was asked. */
  get reachable(): boolean {
    return this.#reachable;
  }

  get(topic: string): LiveState {
    const reading = this.#readings.get(topic);
    return reading === undefined ? unknownLiveState : liveState(reading);
  }

  configs(topic: string): Readonly<Record<string, string>> {
    return this.#slow.configs.get(topic) ?? {};
  }

  /** Keeps the board awake for a while: somebody looks at it. */
  attend(): void {
    this.#attentionUntil = this.#options.clock.now() + attentionMs;
    if (this.#timer !== undefined && this.#polling === undefined) this.#schedule(this.#dueInMs());
  }

  /** Calls `listener` for each topic whose state changed, at most twice a second each. Watching keeps the board awake. */
  watch(listener: (topic: string, live: LiveState) => void): () => void {
    this.#listeners.add(listener);
    this.attend();
    return () => this.#listeners.delete(listener);
  }

  /** Reads the topics that were not read within `maxAgeMs`. With 0 sizes and configurations are read anew too. */
  async refresh(topics: readonly string[], maxAgeMs = watchedIntervalMs): Promise<void> {
    const oldest = this.#options.clock.now() - maxAgeMs;
    const due = topics.filter((topic) => (this.#readings.get(topic)?.sample.at ?? Number.NEGATIVE_INFINITY) < oldest);
    if (due.length > 0) await this.#read(due, maxAgeMs === 0 ? 0 : slowIntervalMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  #dueInMs(): number {
    const awake = this.#listeners.size > 0 || this.#options.clock.now() < this.#attentionUntil;
    return Math.max(awake ? watchedIntervalMs : idleIntervalMs, this.#pollMs / pollShareMax);
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll().finally(() => {
        this.#polling = undefined;
        this.#schedule(this.#dueInMs());
      });
    }, afterMs);
    this.#timer.unref();
  }

  async #poll(): Promise<void> {
    const topics = this.#options.topics();
    const begun = this.#options.clock.now();
    try {
      if (topics.length > 0) await this.#read(topics);
      this.#reachable = true;
      this.#pollMs = this.#options.clock.now() - begun;
    } catch (error) {
      if (this.#reachable) this.#options.logger.warn({ error }, 'The cluster did not tell the state of its topics');
      this.#reachable = false;
    }
  }

  async #read(topics: readonly string[], slowAgeMsMax = slowIntervalMs): Promise<void> {
    const { cluster, clock } = this.#options;
    const [offsets] = await Promise.all([cluster.offsets(topics), this.#readSlow(topics, slowAgeMsMax)]);
    const at = clock.now();
    const waiting = [...topics];
    const work = async (): Promise<void> => {
      for (let topic = waiting.pop(); topic !== undefined; topic = waiting.pop()) {
        const partitions = offsets.get(topic);
        if (partitions === undefined) this.#readings.delete(topic);
        else {
          await this.#countAtRest(topic, partitions);
          await this.#take(topic, this.#sample(topic, partitions, at), partitions, slowAgeMsMax);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(topicsAtOnceMax, topics.length) }, work));
  }

  /** While a topic grows, reading all that it gets would be a load of its own. */
  async #countAtRest(topic: string, partitions: readonly PartitionOffsets[]): Promise<void> {
    const rests = this.#readings.get(topic)?.sample.end === endOf(partitions);
    if (rests && (this.#slow.sizes.get(topic) ?? 0) <= countedBytesMax)
      await this.#options.cluster.countEvents(topic, partitions);
  }

  async #readSlow(topics: readonly string[], ageMsMax: number): Promise<void> {
    const { cluster, clock } = this.#options;
    const fresh = clock.now() - this.#slow.at < ageMsMax && topics.every((topic) => this.#slow.configs.has(topic));
    if (fresh) return;
    const wanted = [...new Set([...this.#options.topics(), ...topics])];
    const [sizes, configs] = await Promise.all([cluster.sizes(wanted), cluster.configs(wanted)]);
    this.#slow = {
      at: clock.now(),
      sizes: new Map([...this.#slow.sizes, ...sizes]),
      configs: new Map([...this.#slow.configs, ...configs]),
    };
  }

  async #take(
    topic: string,
    sample: Sample,
    partitions: readonly PartitionOffsets[],
    newestAgeMsMax: number,
  ): Promise<void> {
    const newestTimestamp = await this.#newestTimestamp(topic, sample, partitions, newestAgeMsMax);
    const before = this.#readings.get(topic);
    const reading = advance(before, newestTimestamp === undefined ? sample : { ...sample, newestTimestamp });
    this.#readings.set(topic, reading);
    const changed =
      sample.end !== before?.sample.end ||
      sample.events !== before.sample.events ||
      newestTimestamp !== before.sample.newestTimestamp ||
      reading.rates.at(-1) !== before.rates.at(-1);
    if (!changed) return;
    const live = liveState(reading);
    for (const listener of this.#listeners) listener(topic, live);
  }

  /** Reads the newest timestamp of a topic that grew, but not each time of one that grows all the time. */
  async #newestTimestamp(
    topic: string,
    { at, end }: Sample,
    partitions: readonly PartitionOffsets[],
    ageMsMax: number,
  ): Promise<number | undefined> {
    const known = this.#newest.get(topic);
    if (known !== undefined && (known.end === end || at - known.at < ageMsMax)) return known.timestamp;
    const timestamp = await this.#options.cluster.newestTimestamp(topic, partitions);
    this.#newest.set(topic, { at, end, timestamp });
    return timestamp;
  }

  #sample(topic: string, partitions: readonly PartitionOffsets[], at: number): Sample {
    const configs = this.configs(topic);
    return {
      at,
      partitions: partitions.length,
      events: this.#options.cluster.events(topic, partitions),
      end: endOf(partitions),
      sizeBytes: this.#slow.sizes.get(topic) ?? 0,
      retentionMs: Number(configs['retention.ms'] ?? -1),
      compacted: configs['cleanup.policy']?.includes('compact') ?? false,
    };
  }
}

function endOf(partitions: readonly PartitionOffsets[]): number {
  return partitions.reduce((sum, { latest }) => sum + latest, 0);
}
