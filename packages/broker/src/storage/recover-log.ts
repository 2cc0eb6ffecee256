import type { Logger } from '@millrace/base';
import {
  attributesOf,
  baseOffsetOf,
  baseSequenceOf,
  isControl,
  isTransactional,
  lastOffsetOf,
  maxTimestampOf,
  producerEpochOf,
  producerIdOf,
  recordCountOf,
} from './batch-fields.ts';
import type { WalkedBatch } from './batch-walk.ts';
import type { Checkpoint, Cleaning } from './checkpoint.ts';
import type { Files } from './files.ts';
import { readMarker } from './marker.ts';
import { applyMarker, applyProducerBatch, emptyProducers } from './producer-state.ts';
import type { ProducersState } from './producer-state.ts';
import { listSegments, Segment, segmentPath } from './segment.ts';

export interface RecoveredLog {
  readonly segments: Segment[];
  readonly producers: ProducersState;
  readonly startOffset: number;
  readonly cleanings: Cleaning[];
}

/**
 * Brings a partition's folder back to a log: a prefix of what was written that holds all that was acknowledged. Cuts a
 * torn tail. Segments after a tear hold nothing that was acknowledged (the one before is synced first); they are set
 * aside, not deleted, in case the tear was made by somebody else.
 */
export function recoverLog(
  files: Files,
  directory: string,
  checkpoint: Checkpoint | undefined,
  logger: Logger,
): RecoveredLog {
  const segments: Segment[] = [];
  let isTorn = false;
  for (const baseOffset of listSegments(files, directory)) {
    const before = segments.at(-1);
    isTorn ||= before !== undefined && before.nextOffset !== baseOffset;
    if (isTorn) {
      const path = segmentPath(directory, baseOffset);
      files.rename(path, `${path}.after-tear`);
      logger.warn({ path }, 'set aside a segment that follows a tear');
      continue;
    }
    const { segment, cutBytes } = Segment.recover(files, directory, baseOffset);
    segments.push(segment);
    if (cutBytes > 0) logger.warn({ path: segment.path, cutBytes }, 'cut a torn tail that was never acknowledged');
  }
  if (segments.length === 0) segments.push(Segment.create(files, directory, checkpoint?.startOffset ?? 0));
  const startOffset = Math.max(segments[0]?.baseOffset ?? 0, checkpoint?.startOffset ?? 0);
  const cleanings = checkpoint?.cleanings ?? [];
  return { segments, producers: recoverProducers(segments, checkpoint), startOffset, cleanings };
}

function recoverProducers(segments: readonly Segment[], checkpoint: Checkpoint | undefined): ProducersState {
  const endOffset = segments.at(-1)?.nextOffset ?? 0;
  const isUsable = checkpoint !== undefined && checkpoint.offset <= endOffset;
  const state = isUsable ? checkpoint.producers : emptyProducers();
  const from = isUsable ? checkpoint.offset : 0;
  for (const segment of segments) {
    if (segment.nextOffset <= from) continue;
    segment.walk(segment.positionOf(Math.max(from, segment.baseOffset)), (batch) => {
      if (producerIdOf(batch.view, batch.at) >= 0) replay(state, segment, batch);
      return true;
    });
  }
  return state;
}

function replay(state: ProducersState, segment: Segment, { view, at, position, size }: WalkedBatch): void {
  const attributes = attributesOf(view, at);
  const producerId = producerIdOf(view, at);
  const epoch = producerEpochOf(view, at);
  // The log does not keep when a batch came; its own timestamp stands in, as in Kafka.
  const timestamp = maxTimestampOf(view, at);
  if (isControl(attributes)) {
    const bytes = new Uint8Array(size);
    segment.read(bytes, position);
    const marker = { producerId, epoch, offset: lastOffsetOf(view, at), isCommit: readMarker(bytes) === 'commit' };
    applyMarker(state, marker, timestamp);
    return;
  }
  const batch = {
    producerId,
    epoch,
    baseSequence: baseSequenceOf(view, at),
    recordCount: recordCountOf(view, at),
    isTransactional: isTransactional(attributes),
  };
  applyProducerBatch(state, batch, { baseOffset: baseOffsetOf(view, at), timestamp: -1, nowMs: timestamp });
}
