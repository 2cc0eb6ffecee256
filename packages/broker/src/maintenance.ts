import type { Clock, Logger } from '@millrace/base';
import type { Topics } from './cluster/topics.ts';
import { compactLog } from './storage/compact.ts';
import { applyRetention } from './storage/retention.ts';

/** Looks after logs from time to time: retention, compaction, and producers that are gone. One round at a time. */
export class Maintenance {
  readonly #topics: Topics;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(topics: Topics, clock: Clock, logger: Logger) {
    this.#topics = topics;
    this.#clock = clock;
    this.#logger = logger;
    this.#arm();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #arm(): void {
    if (this.#isClosed) return;
    const intervalMs = Number(this.#topics.brokerConfig('log.retention.check.interval.ms'));
    this.#timer = setTimeout(() => {
      this.#round = this.#runRound().finally(() => this.#arm());
    }, intervalMs);
  }

  async #runRound(): Promise<void> {
    const nowMs = this.#clock.now();
    const producersBeforeMs = nowMs - Number(this.#topics.brokerConfig('producer.id.expiration.ms'));
    for (const { topic, partition, log } of this.#topics.allLogs()) {
      if (this.#isClosed) return;
      try {
        log.forgetProducers(producersBeforeMs);
        if (topic.settings.isDeleted) await applyRetention(log, topic.settings, nowMs);
        if (topic.settings.isCompacted) await compactLog(log, topic.settings, nowMs);
      } catch (error) {
        this.#logger.error({ error, topic: topic.name, partition }, 'a partition could not be looked after');
      }
    }
  }
}
