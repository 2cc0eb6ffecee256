/**
 * Makes one flush serve everyone who asked for it while the one before was running. Who asks has written already; the
 * promise resolves once a flush that began after the call has ended. A failed flush fails all later ones: after a failed
 * sync nobody knows what is on disk.
 */
export class GroupCommit {
  readonly #flush: () => Promise<void>;
  #next: PromiseWithResolvers<void> | undefined;
  #isRunning = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  request(): Promise<void> {
    if (this.#next === undefined) {
      this.#next = Promise.withResolvers();
      // At the end of the tick, so that all that arrived in it shares one flush.
      if (!this.#isRunning) setImmediate(() => void this.#run());
    }
    return this.#next.promise;
  }

  /** Resolves when nothing waits any more, whether or not flushing worked. */
  async drain(): Promise<void> {
    while (this.#next !== undefined || this.#isRunning) await this.request().catch(() => undefined);
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#next !== undefined) {
      const served = this.#next;
      this.#next = undefined;
      try {
        if (this.#failure !== undefined) throw this.#failure.error;
        await this.#flush();
        served.resolve();
      } catch (error) {
        this.#failure ??= { error };
        served.reject(error);
      }
    }
    this.#isRunning = false;
  }
}
