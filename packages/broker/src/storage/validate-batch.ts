import {
  attributesOf,
  batchHeaderBytes,
  batchSizeOf,
  compressionOf,
  isControl,
  isIntact,
  lastOffsetDeltaOf,
  magicOf,
  producerIdOf,
  recordCountOf,
} from './batch-fields.ts';

export type BatchRefusal =
  | 'CORRUPT_MESSAGE'
  | 'INVALID_RECORD'
  | 'UNSUPPORTED_FOR_MESSAGE_FORMAT'
  | 'UNSUPPORTED_COMPRESSION_TYPE'
  | 'MESSAGE_TOO_LARGE';

const compressionMax = 4;

/**
 * What Kafka asks of the records of one partition in a produce request: one batch of format v2, whole, with the right
 * checksum, no larger than `max.message.bytes`. Undefined when all holds. Records inside are not looked at.
 */
export function refuseBatch(bytes: Uint8Array, view: DataView, batchBytesMax: number): BatchRefusal | undefined {
  if (bytes.length < batchHeaderBytes) return 'CORRUPT_MESSAGE';
  if (magicOf(view, 0) !== 2) return magicOf(view, 0) < 2 ? 'UNSUPPORTED_FOR_MESSAGE_FORMAT' : 'CORRUPT_MESSAGE';
  const size = batchSizeOf(view, 0);
  if (size < batchHeaderBytes || size > bytes.length) return 'CORRUPT_MESSAGE';
  if (size > batchBytesMax) return 'MESSAGE_TOO_LARGE';
  if (size < bytes.length) return 'INVALID_RECORD';
  if (!isIntact(bytes, view, 0)) return 'CORRUPT_MESSAGE';
  const attributes = attributesOf(view, 0);
  const count = recordCountOf(view, 0);
  if (isControl(attributes) || count <= 0 || lastOffsetDeltaOf(view, 0) !== count - 1) return 'INVALID_RECORD';
  if (compressionOf(attributes) > compressionMax) return 'UNSUPPORTED_COMPRESSION_TYPE';
  return producerIdOf(view, 0) < -1 ? 'INVALID_RECORD' : undefined;
}
