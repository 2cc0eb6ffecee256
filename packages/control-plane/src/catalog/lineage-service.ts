import type { Clock, Logger } from '@millrace/base';
import { buildLineage } from '@millrace/mesh';
import type { LineageGraph, QueryView, RegisteredConsumer, SqlSource } from '@millrace/mesh';
import type { LiveBoard } from '../live/live-board.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { KsqlClient } from '../ports/ksql-client.ts';
import { listQueries, listSources } from '../sql/sql-service.ts';
import type { MeshStore } from '../store/mesh-store.ts';

const queriesAgeMsMax = 2_000;
const readingAgeMsMax = 5_000;

export interface LineageServiceOptions {
  readonly store: MeshStore;
  readonly cluster: Cluster;
  readonly ksql: KsqlClient;
  readonly live: LiveBoard;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Cached<T> {
  readonly at: number;
  readonly value: T;
}

/** Puts the graph together from the log's facts and from what the servers report now. */
export class LineageService {
  readonly #options: LineageServiceOptions;
  readonly #reading = new Map<string, Cached<boolean>>();
  #queries: Cached<Promise<readonly QueryView[]>> | undefined;
  #sources: Cached<Promise<readonly SqlSource[]>> | undefined;

  constructor(options: LineageServiceOptions) {
    this.#options = options;
  }

  async graph(): Promise<LineageGraph> {
    const { store, live } = this.#options;
    const products = [...store.state.products.values()];
    const consumers = products.flatMap((product) => product.consumers.map((consumer) => ({ product, consumer })));
    return buildLineage({
      products: products.map(({ id, name, domain, topic }) => ({
        id,
        name,
        domain,
        topic,
        ratePerSecond: live.get(topic).ratePerSecond,
      })),
      queries: await this.#knownQueries(),
      consumers: await Promise.all(
        consumers.map(async ({ product, consumer }) => ({
          ...consumer,
          seenReading: await this.#isReading(consumer, product.topic),
        })),
      ),
    });
  }

  /** The persistent queries of the SQL server, asked for at most every two seconds. */
  queries(maxAgeMs = queriesAgeMsMax): Promise<readonly QueryView[]> {
    const now = this.#options.clock.now();
    if (this.#queries === undefined || now - this.#queries.at > maxAgeMs) {
      const value = listQueries(this.#options.ksql);
      // What failed is not kept.
      value.catch(() => {
        if (this.#queries?.value === value) this.#queries = undefined;
      });
      this.#queries = { at: now, value };
    }
    return this.#queries.value;
  }

  /** The streams and tables of the SQL server, asked for at most every two seconds. */
  sources(): Promise<readonly SqlSource[]> {
    const now = this.#options.clock.now();
    if (this.#sources === undefined || now - this.#sources.at > queriesAgeMsMax) {
      const value = listSources(this.#options.ksql, (topic) => this.#options.store.state.productByTopic.get(topic));
      value.catch(() => {
        if (this.#sources?.value === value) this.#sources = undefined;
      });
      this.#sources = { at: now, value };
    }
    return this.#sources.value;
  }

  /** Names of the key columns of the topic, where a stream or table is declared over it. */
  async keyColumn(topic: string): Promise<string | undefined> {
    const sources = await this.sources().catch(() => []);
    const keys = sources.find((source) => source.topic === topic)?.columns.filter(({ key }) => key) ?? [];
    return keys.map(({ name }) => name).join(', ') || undefined;
  }

  /** Forgets what it knows of the SQL server: a statement just changed it. */
  changed(): void {
    this.#queries = undefined;
    this.#sources = undefined;
  }

  /** What the server runs, or what the log says was started when the server does not answer. */
  async #knownQueries() {
    try {
      const queries = await this.queries();
      return queries.map(({ sink, state, ...query }) => ({
        ...query,
        ...(sink === '' ? {} : { sink }),
        running: state === 'RUNNING',
      }));
    } catch (error) {
      this.#options.logger.debug({ error }, 'The SQL server did not tell its queries');
      return [...this.#options.store.state.queries.values()].map((query) => ({ ...query, running: false }));
    }
  }

  async #isReading(consumer: RegisteredConsumer, topic: string): Promise<boolean> {
    const now = this.#options.clock.now();
    const known = this.#reading.get(consumer.id);
    if (known !== undefined && now - known.at < readingAgeMsMax) return known.value;
    const value = await this.#options.cluster.hasCommitted(consumer.group, topic).catch(() => false);
    this.#reading.set(consumer.id, { at: now, value });
    return value;
  }
}
