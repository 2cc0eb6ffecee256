import type { Cluster, StoredRecord, TopicSummary } from '../../src/ports/cluster.ts';
import { isInternalTopic } from '../../src/ports/cluster.ts';

const defaults = { 'retention.ms': '-1', 'cleanup.policy': 'delete' };

/** A cluster whose topics have one partition and live in memory. */
export class MemoryCluster implements Cluster {
  readonly #topics = new Map<string, StoredRecord[]>();
  readonly #configs = new Map<string, Map<string, string>>();
  readonly committed = new Set<string>();

  append(topic: string, ...records: readonly { key?: Uint8Array; value: Uint8Array; timestamp: number }[]): void {
    const stored = this.#topics.get(topic) ?? [];
    for (const { key, value, timestamp } of records)
      stored.push({ partition: 0, offset: stored.length, timestamp, key: key ?? null, value, headers: [] });
    this.#topics.set(topic, stored);
  }

  topics(): Promise<readonly TopicSummary[]> {
    return Promise.resolve(
      [...this.#topics.keys()].map((name) => ({ name, partitions: 1, internal: isInternalTopic(name) })),
    );
  }

  offsets(topics: readonly string[]) {
    return Promise.resolve(
      new Map(
        topics.flatMap((topic) => {
          const records = this.#topics.get(topic);
          return records === undefined ? [] : [[topic, [{ partition: 0, earliest: 0, latest: records.length }]]];
        }),
      ),
    );
  }

  events(topic: string): number {
    return this.#topics.get(topic)?.length ?? 0;
  }

  countEvents(): Promise<void> {
    return Promise.resolve();
  }

  sizes(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return Promise.resolve(
      new Map(
        topics.map((topic) => [
          topic,
          (this.#topics.get(topic) ?? []).reduce((sum, { value }) => sum + (value?.length ?? 0), 0),
        ]),
      ),
    );
  }

  configs(topics: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    const known = topics.filter((topic) => this.#topics.has(topic));
    return Promise.resolve(
      new Map(known.map((topic) => [topic, { ...defaults, ...Object.fromEntries(this.#configs.get(topic) ?? []) }])),
    );
  }

  alterConfigs(topic: string, changes: Readonly<Record<string, string | null>>): Promise<void> {
    const configs = this.#configs.get(topic) ?? new Map<string, string>();
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) configs.delete(name);
      else configs.set(name, value);
    }
    this.#configs.set(topic, configs);
    return Promise.resolve();
  }

  newestTimestamp(topic: string): Promise<number | undefined> {
    const records = this.#topics.get(topic) ?? [];
    return Promise.resolve(records.length === 0 ? undefined : Math.max(...records.map(({ timestamp }) => timestamp)));
  }

  newestRecords(topic: string, limit: number): Promise<readonly StoredRecord[]> {
    return Promise.resolve((this.#topics.get(topic) ?? []).slice(-limit).reverse());
  }

  hasCommitted(group: string, topic: string): Promise<boolean> {
    return Promise.resolve(this.committed.has(`${group}/${topic}`));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
