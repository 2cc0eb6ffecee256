import type { LiveState } from '@millrace/mesh';

export const historyLength = 32;

/** What the cluster said of a topic at one moment. */
export interface Sample {
  readonly at: number;
  readonly partitions: number;
  /** Records between the first and the next offset, transaction markers included. */
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
  readonly lastAppendAt?: number;
  readonly rates: readonly number[];
}

/** Takes a sample into account. A topic that shrank was made anew, and its rate begins at 0. */
export function advance(before: Reading | undefined, sample: Sample): Reading {
  if (before === undefined || sample.end < before.sample.end) return { sample, rates: [] };
  const seconds = (sample.at - before.sample.at) / 1000;
  if (seconds <= 0) return { ...before, sample };
  const grown = sample.end - before.sample.end;
  const lastAppendAt = grown > 0 ? sample.at : before.lastAppendAt;
  return {
    sample,
    ...(lastAppendAt === undefined ? {} : { lastAppendAt }),
    rates: [...before.rates.slice(1 - historyLength), grown / seconds],
  };
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
