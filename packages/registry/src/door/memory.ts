import type { Clock } from '@millrace/base';

/**
 * How long an answer holds. `sure`: what is known goes on to hold while it is asked for again, and if that fails: nobody waits.
 * `unsure`: it is asked for again before it is used. `failure`: there was no answer; what was sure stays.
 */
export interface Lifetime {
  readonly kind: 'sure' | 'unsure' | 'failure';
  readonly ms: number;
}

interface Entry<V> {
  readonly value: V;
  readonly lifetime: Lifetime;
  readonly untilMs: number;
}

/**
 * Answers of a slow service, at hand without waiting. Who misses one learns it and then asks again. The service is asked once at a
 * time for each key. The oldest answers are forgotten beyond `max`.
 */
export class Memory<K, V> {
  readonly #ask: (key: K) => Promise<V>;
  readonly #lifetimeOf: (value: V) => Lifetime;
  readonly #max: number;
  readonly #clock: Clock;
  readonly #entries = new Map<K, Entry<V>>();
  readonly #asking = new Map<K, Promise<void>>();

  constructor(options: {
    /** That there is no answer is an answer too: it rejects for a defect only. */
    readonly ask: (key: K) => Promise<V>;
    readonly lifetimeOf: (value: V) => Lifetime;
    readonly max: number;
    readonly clock: Clock;
  }) {
    this.#ask = options.ask;
    this.#lifetimeOf = options.lifetimeOf;
    this.#max = options.max;
    this.#clock = options.clock;
  }

  /** Undefined for what must be learnt first. */
  known(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#clock.now() < entry.untilMs) return entry?.value;
    if (entry.lifetime.kind !== 'sure') return undefined;
    // A defect shows to whoever has to wait for an answer.
    this.learn(key).catch(() => undefined);
    return entry.value;
  }

  learn(key: K): Promise<void> {
    const asking = this.#asking.get(key) ?? this.#learn(key);
    this.#asking.set(key, asking);
    return asking;
  }

  async #learn(key: K): Promise<void> {
    try {
      this.#keep(key, await this.#ask(key));
    } finally {
      this.#asking.delete(key);
    }
  }

  #keep(key: K, value: V): void {
    const lifetime = this.#lifetimeOf(value);
    const before = this.#entries.get(key);
    const isLost = lifetime.kind === 'failure' && before?.lifetime.kind === 'sure';
    const kept = isLost ? before : { value, lifetime };
    // The newest stand last.
    this.#entries.delete(key);
    this.#entries.set(key, { ...kept, untilMs: this.#clock.now() + lifetime.ms });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#max) break;
      this.#entries.delete(oldest);
    }
  }
}
