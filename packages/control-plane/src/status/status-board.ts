import type { Clock } from '@millrace/base';
import { domainsOf } from '@millrace/mesh';
import type { MeshStatus } from '@millrace/mesh';
import type { LiveBoard } from '../live/live-board.ts';
import { askJson } from '../ports/http-json.ts';
import type { KsqlClient } from '../ports/ksql-client.ts';
import type { RegistryClient } from '@millrace/registry-client';
import type { MeshStore } from '../store/mesh-store.ts';

/** How old an answer about a service may be. */
const probeAgeMsMax = 5_000;
const probeTimeoutMs = 2_000;

export type ServiceName = keyof MeshStatus['services'];

export interface StatusBoardOptions {
  readonly store: MeshStore;
  readonly live: LiveBoard;
  readonly registry: RegistryClient;
  readonly ksql: KsqlClient;
  readonly bootstrap: string;
  readonly embedded: readonly ServiceName[];
  readonly version: string;
  readonly clock: Clock;
}

/** How the mesh and what it stands on are. */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #startedAt: string;
  #probed: { readonly at: number; readonly registry: boolean; readonly ksql: boolean } | undefined;
  #lagMs = 0;

  constructor(options: StatusBoardOptions) {
    this.#options = options;
    this.#startedAt = new Date(options.clock.now()).toISOString();
    // A fact that this release read as it came tells how far behind the log we are.
    options.store.onFact(({ fact }) => {
      this.#lagMs = Math.max(0, options.clock.now() - Date.parse(fact.time));
    });
  }

  get lagMs(): number {
    return this.#lagMs;
  }

  async status(actor: string): Promise<MeshStatus> {
    const { store, live, registry, ksql, bootstrap, embedded, version } = this.#options;
    const reachable = await this.#probe();
    const domains = domainsOf(store.state.directory, actor);
    return {
      version,
      startedAt: this.#startedAt,
      actor,
      role: domains.length === 0 ? 'guest' : `member of ${domains.join(', ')}`,
      facts: store.accepted.length,
      lagMs: this.#lagMs,
      services: {
        broker: { address: bootstrap, embedded: embedded.includes('broker'), reachable: live.reachable },
        registry: { address: registry.url, embedded: embedded.includes('registry'), reachable: reachable.registry },
        ksql: { address: ksql.url, embedded: embedded.includes('ksql'), reachable: reachable.ksql },
      },
    };
  }

  async #probe(): Promise<{ readonly registry: boolean; readonly ksql: boolean }> {
    const now = this.#options.clock.now();
    if (this.#probed !== undefined && now - this.#probed.at < probeAgeMsMax) return this.#probed;
    const [registry, ksql] = await Promise.all([
      answers(`${this.#options.registry.url}/schemas/types`),
      answers(`${this.#options.ksql.url}/info`),
    ]);
    this.#probed = { at: now, registry, ksql };
    return this.#probed;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await askJson('service', url, { timeoutMs: probeTimeoutMs })).status < 500;
  } catch {
    return false;
  }
}
