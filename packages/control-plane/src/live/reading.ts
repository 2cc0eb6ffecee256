import type { LiveState } from '@millrace/mesh';

export const historyLength = 32;
/** Samples nearer to each other than this tell no rate worth showing. */
const rateIntervalMsMin = 250;

/** What the cluster said of a topic at one moment. */
export interface Sample {
  readonly at: number;
  readonly partitions: number;
  /** While the topic grows, transaction markers are among them. */
  readonly events: number;
  /** Sum of the next offsets: grows with every append, never shrinks by retention. */
  readonly end: number;
  readonly sizeBytes: number;
  readonly retentionMs: number;
  readonly compacted: boolean;
  readonly newestTimestamp?: number;
}

/** The newest sample of a topic with what the samples before it tell. */
export interface Reading {
  readonly sample: Sample;
  /** From where the next rate is measured. */
  readonly base: Pick<Sample, 'at' | 'end'>;
  readonly lastAppendAt?: number;
  /** Events per second, oldest first. */
  readonly rates: readonly number[];
}

/** Takes a sample into account. A topic that shrank was made anew, and has no rate yet. */
export function advance(before: Reading | undefined, sample: Sample): Reading {
  if (before === undefined || sample.end < before.sample.end) return { sample, base: sample, rates: [] };
  const lastAppendAt = sample.end > before.sample.end ? sample.at : before.lastAppendAt;
  const appended = lastAppendAt === undefined ? {} : { lastAppendAt };
  const passedMs = sample.at - before.base.at;
  if (passedMs < rateIntervalMsMin) return { ...before, sample, ...appended };
  const rate = ((sample.end - before.base.end) * 1000) / passedMs;
  return { sample, base: sample, ...appended, rates: [...before.rates.slice(1 - historyLength), rate] };
}

const iso = (time: number): string => new Date(time).toISOString();

export function liveState({ sample, lastAppendAt, rates }: Reading): LiveState {
  return {
    events: sample.events,
    sizeBytes: sample.sizeBytes,
    ...(sample.newestTimestamp === undefined ? {} : { lastEventAt: iso(sample.newestTimestamp) }),
    ...(lastAppendAt === undefined ? {} : { lastAppendAt: iso(lastAppendAt) }),
    ratePerSecond: rates.at(-1) ?? 0,
    rateHistory: rates,
    partitions: sample.partitions,
    retentionMs: sample.retentionMs,
    compacted: sample.compacted,
  };
}

/** What is shown of a product whose topic the cluster does not have, or cannot be asked about now. */
export const unknownLiveState: LiveState = {
  events: 0,
  sizeBytes: 0,
  ratePerSecond: 0,
  rateHistory: [],
  partitions: 0,
  retentionMs: -1,
  compacted: false,
};
