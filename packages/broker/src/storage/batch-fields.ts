import { crc32c } from '@millrace/kafka-wire';

/**
 * Fields of a record batch (format v2, Kafka protocol guide, "Record Batch") read and patched in place. `view` spans the
 * whole buffer, `at` is where the batch starts; nothing here allocates.
 */
export const batchHeaderBytes = 61;
/** Base offset and length, which precede what the length counts. */
export const batchPrefixBytes = 12;

const crcStart = 17;
const crcCoveredFrom = 21;

export const baseOffsetOf = (view: DataView, at: number): number => readInt64(view, at);
export const batchSizeOf = (view: DataView, at: number): number => view.getInt32(at + 8) + batchPrefixBytes;
export const magicOf = (view: DataView, at: number): number => view.getInt8(at + 16);
export const attributesOf = (view: DataView, at: number): number => view.getInt16(at + 21);
export const lastOffsetDeltaOf = (view: DataView, at: number): number => view.getInt32(at + 23);
export const lastOffsetOf = (view: DataView, at: number): number =>
  baseOffsetOf(view, at) + lastOffsetDeltaOf(view, at);
export const maxTimestampOf = (view: DataView, at: number): number => readInt64(view, at + 35);
export const producerIdOf = (view: DataView, at: number): number => readInt64(view, at + 43);
export const producerEpochOf = (view: DataView, at: number): number => view.getInt16(at + 51);
export const baseSequenceOf = (view: DataView, at: number): number => view.getInt32(at + 53);
export const recordCountOf = (view: DataView, at: number): number => view.getInt32(at + 57);

export const isTransactional = (attributes: number): boolean => (attributes & 0x10) !== 0;
export const isControl = (attributes: number): boolean => (attributes & 0x20) !== 0;
export const compressionOf = (attributes: number): number => attributes & 0x07;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether the bytes that the batch's checksum covers are those that its writer checksummed. */
export function isIntact(bytes: Uint8Array, view: DataView, at: number): boolean {
  const size = batchSizeOf(view, at);
  return view.getUint32(at + crcStart) === crc32c(bytes.subarray(at + crcCoveredFrom, at + size));
}

/** Base offset and leader epoch lie outside the checksum: the log sets them without touching the rest. */
export function placeBatch(view: DataView, at: number, baseOffset: number, leaderEpoch: number): void {
  writeInt64(view, at, baseOffset);
  view.setInt32(at + 12, leaderEpoch);
}

/** `message.timestamp.type=LogAppendTime`: the batch says so and carries the broker's time. Recomputes the checksum. */
export function stampLogAppendTime(bytes: Uint8Array, view: DataView, at: number, timestamp: number): void {
  view.setInt16(at + 21, attributesOf(view, at) | 0x08);
  writeInt64(view, at + 35, timestamp);
  view.setUint32(at + crcStart, crc32c(bytes.subarray(at + crcCoveredFrom, at + batchSizeOf(view, at))));
}

function readInt64(view: DataView, at: number): number {
  return view.getInt32(at) * 0x1_0000_0000 + view.getUint32(at + 4);
}

function writeInt64(view: DataView, at: number, value: number): void {
  view.setInt32(at, Math.floor(value / 0x1_0000_0000));
  view.setUint32(at + 4, value >>> 0);
}
