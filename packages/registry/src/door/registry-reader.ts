import type { Clock } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import { isSilence, RegistryClient } from '@millrace/registry-client';

/** After the registry gave no answer, it is left alone for so long. */
const pauseMs = 1000;

/** Which registry is asked, and how. */
export interface AskedRegistry {
  /** Where it answers: known at once, or when it has started. */
  readonly url: string | Promise<string>;
  /** The `Authorization` header; left out for a registry that asks for none. */
  readonly authorization?: string | undefined;
  /** How long the registry may take for one answer. Default 3000. */
  readonly answerMs?: number;
}

/** Asks any Schema Registry. One that is dead costs its time limit once a second, not once a record. */
export class RegistryReader {
  readonly #asked: AskedRegistry;
  readonly #clock: Clock;
  #silent: { readonly untilMs: number; readonly error: unknown } | undefined;

  constructor(asked: AskedRegistry, clock: Clock) {
    this.#asked = asked;
    this.#clock = clock;
  }

  /** The answer. Raises what `RegistryClient` does, and UNREACHABLE where there is no registry yet. */
  async ask<T>(question: (registry: RegistryClient) => Promise<T>): Promise<T> {
    if (this.#silent !== undefined && this.#clock.now() < this.#silent.untilMs) throw this.#silent.error;
    const registry = await this.#registry();
    try {
      const answer = await question(registry);
      this.#silent = undefined;
      return answer;
    } catch (error) {
      this.#silent = isSilence(error) ? { untilMs: this.#clock.now() + pauseMs, error } : undefined;
      throw error;
    }
  }

  async #registry(): Promise<RegistryClient> {
    const { url, authorization, answerMs: timeoutMs = 3000 } = this.#asked;
    const known = typeof url === 'string' ? url : await inTime(url, timeoutMs);
    return new RegistryClient({ url: known, authorization, timeoutMs });
  }
}

async function inTime(url: Promise<string>, timeoutMs: number): Promise<string> {
  const timer = Promise.withResolvers<never>();
  const late = new MillraceError('UNREACHABLE', 'The schema registry has not started yet.');
  const timeout = setTimeout(() => timer.reject(late), timeoutMs);
  try {
    return await Promise.race([url, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}
