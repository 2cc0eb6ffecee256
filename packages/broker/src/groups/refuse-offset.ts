import type { ErrorName } from '@millrace/kafka-wire';
import type { TopicState } from '../cluster/cluster-state.ts';
import type { CommittedOffset } from './offsets-state.ts';

/** Whether an offset may be committed at all, whoever asks. */
export function refuseOffset(
  topic: TopicState,
  offset: CommittedOffset,
  metadataBytesMax: number,
): ErrorName | undefined {
  if (offset.partition < 0 || offset.partition >= topic.partitions) return 'UNKNOWN_TOPIC_OR_PARTITION';
  return Buffer.byteLength(offset.metadata) > metadataBytesMax ? 'OFFSET_METADATA_TOO_LARGE' : undefined;
}
