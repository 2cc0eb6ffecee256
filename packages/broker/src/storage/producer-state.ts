/**
 * What a partition knows of its idempotent and transactional producers (KIP-98, KIP-360): enough to tell a repeated batch
 * from a new one, to refuse gaps and fenced producers, and to know which transactions are open and which were aborted.
 */
export interface ProducerEntry {
  epoch: number;
  /** The newest batches, oldest first: a producer may have five requests under way, so any of them may come again. */
  batches: RecentBatch[];
  /** Broker time of the last append, in ms: entries that are silent for long are forgotten. */
  lastSeenMs: number;
}

interface RecentBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
  readonly timestamp: number;
}

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Offset of the abort marker. */
  readonly lastOffset: number;
}

export interface ProducersState {
  readonly producers: Map<number, ProducerEntry>;
  /** First offset of each open transaction by producer id. In order of offset, because transactions open in it. */
  readonly open: Map<number, number>;
  /** In order of their markers. */
  aborted: AbortedTransaction[];
}

export interface ProducerBatch {
  readonly producerId: number;
  readonly epoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
  readonly isTransactional: boolean;
}

export type AppendDecision =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly baseOffset: number; readonly timestamp: number }
  | { readonly kind: 'refused'; readonly code: 'INVALID_PRODUCER_EPOCH' | 'OUT_OF_ORDER_SEQUENCE_NUMBER' };

const recentBatchesMax = 5;
const sequenceModulus = 0x8000_0000;

export function emptyProducers(): ProducersState {
  return { producers: new Map(), open: new Map(), aborted: [] };
}

/** Whether a batch of an idempotent producer may be appended now. A producer that the partition does not know may start anywhere. */
export function decideProducerBatch(state: ProducersState, batch: ProducerBatch): AppendDecision {
  const entry = state.producers.get(batch.producerId);
  if (entry === undefined) return { kind: 'append' };
  if (batch.epoch < entry.epoch) return { kind: 'refused', code: 'INVALID_PRODUCER_EPOCH' };
  const last = entry.batches.at(-1);
  if (batch.epoch > entry.epoch || last === undefined) {
    return batch.epoch > entry.epoch && batch.baseSequence !== 0
      ? { kind: 'refused', code: 'OUT_OF_ORDER_SEQUENCE_NUMBER' }
      : { kind: 'append' };
  }
  const lastSequence = sequenceAfter(batch.baseSequence, batch.recordCount - 1);
  const same = entry.batches.find(
    (recent) => recent.firstSequence === batch.baseSequence && recent.lastSequence === lastSequence,
  );
  if (same !== undefined) return { kind: 'duplicate', baseOffset: same.baseOffset, timestamp: same.timestamp };
  return batch.baseSequence === sequenceAfter(last.lastSequence, 1)
    ? { kind: 'append' }
    : { kind: 'refused', code: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
}

/** Takes an appended batch into account. `nowMs` is the broker's time of the append. */
export function applyProducerBatch(
  state: ProducersState,
  batch: ProducerBatch,
  place: { readonly baseOffset: number; readonly timestamp: number; readonly nowMs: number },
): void {
  const entry = entryOf(state, batch.producerId, batch.epoch);
  entry.lastSeenMs = place.nowMs;
  entry.batches.push({
    firstSequence: batch.baseSequence,
    lastSequence: sequenceAfter(batch.baseSequence, batch.recordCount - 1),
    baseOffset: place.baseOffset,
    timestamp: place.timestamp,
  });
  if (entry.batches.length > recentBatchesMax) entry.batches.shift();
  if (batch.isTransactional && !state.open.has(batch.producerId)) state.open.set(batch.producerId, place.baseOffset);
}

/** Takes an appended commit or abort marker into account. */
export function applyMarker(
  state: ProducersState,
  marker: { readonly producerId: number; readonly epoch: number; readonly offset: number; readonly isCommit: boolean },
  nowMs: number,
): void {
  entryOf(state, marker.producerId, marker.epoch).lastSeenMs = nowMs;
  const firstOffset = state.open.get(marker.producerId);
  if (firstOffset === undefined) return;
  state.open.delete(marker.producerId);
  if (marker.isCommit) return;
  state.aborted.push({ producerId: marker.producerId, firstOffset, lastOffset: marker.offset });
}

/** No record of an open transaction lies before this; undefined when none is open. */
export function firstOpenOffset(state: ProducersState): number | undefined {
  return state.open.values().next().value;
}

/** The aborted transactions that a reader of `[from, to)` must leave out. */
export function abortedBetween(state: ProducersState, from: number, to: number): AbortedTransaction[] {
  return state.aborted.filter((aborted) => aborted.lastOffset >= from && aborted.firstOffset < to);
}

/** Forgets producers that were last seen before `beforeMs` and have nothing open, and aborts below the log's start. */
export function forgetOld(state: ProducersState, beforeMs: number, startOffset: number): void {
  for (const [producerId, entry] of state.producers) {
    if (entry.lastSeenMs < beforeMs && !state.open.has(producerId)) state.producers.delete(producerId);
  }
  state.aborted = state.aborted.filter((aborted) => aborted.lastOffset >= startOffset);
}

function entryOf(state: ProducersState, producerId: number, epoch: number): ProducerEntry {
  const known = state.producers.get(producerId);
  if (known !== undefined && known.epoch === epoch) return known;
  const fresh: ProducerEntry = { epoch, batches: [], lastSeenMs: 0 };
  state.producers.set(producerId, fresh);
  return fresh;
}

/** Sequences count from 0 to 2^31 - 1 and begin again. */
function sequenceAfter(sequence: number, steps: number): number {
  return (sequence + steps) % sequenceModulus;
}
