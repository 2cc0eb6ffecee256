import { Reader } from '../codec/reader.ts';
import { WireError } from '../wire-error.ts';
import { crc32c } from './crc32c.ts';
import type { Compression } from './compression.ts';
import { compressions } from './compression.ts';

/** Where the parts of a record batch (magic 2, KIP-98) lie. The CRC covers all from the attributes on. */
export const batchLayout = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
  records: 61,
} as const;

/** Offset and length stand before what the length counts. */
export const batchOverhead = 12;

/** What a batch says of itself without its records being touched. */
export interface BatchHeader {
  readonly baseOffset: number;
  /** Bytes of the whole batch, from the base offset on. */
  readonly size: number;
  readonly partitionLeaderEpoch: number;
  readonly crc: number;
  readonly attributes: number;
  readonly compression: Compression;
  readonly timestampType: 'create' | 'append';
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  /** base offset + this = the offset of the last record. Compaction may have removed records between. */
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  /** -1 for a producer that is not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

/** The bytes of the batch that begins here, or undefined when its length is not there yet. */
export function batchSize(bytes: Uint8Array, at = 0): number | undefined {
  if (bytes.length - at < batchOverhead) return undefined;
  const reader = new Reader(bytes, at + batchLayout.batchLength);
  const length = reader.int32();
  if (length < batchLayout.records - batchOverhead) throw new WireError(`a record batch of length ${length}`);
  return length + batchOverhead;
}

/** Reads the header of the batch at `at`; its records need not be there. Raises WireError for anything but magic 2. */
export function readBatchHeader(bytes: Uint8Array, at = 0): BatchHeader {
  const reader = new Reader(bytes, at);
  const baseOffset = reader.int64();
  const length = reader.int32();
  const partitionLeaderEpoch = reader.int32();
  const magic = reader.int8();
  if (magic !== 2) throw new WireError(`a record batch of magic ${magic}; only 2 is supported`);
  if (length < batchLayout.records - batchOverhead) throw new WireError(`a record batch of length ${length}`);
  const crc = reader.uint32();
  const attributes = reader.int16();
  const compression = compressions[attributes & 7];
  if (compression === undefined) throw new WireError(`a record batch with the unknown compression ${attributes & 7}`);
  return {
    baseOffset,
    size: length + batchOverhead,
    partitionLeaderEpoch,
    crc,
    attributes,
    compression,
    timestampType: (attributes & 8) === 0 ? 'create' : 'append',
    isTransactional: (attributes & 16) !== 0,
    isControl: (attributes & 32) !== 0,
    lastOffsetDelta: reader.int32(),
    baseTimestamp: reader.int64(),
    maxTimestamp: reader.int64(),
    producerId: reader.int64(),
    producerEpoch: reader.int16(),
    baseSequence: reader.int32(),
    recordCount: reader.int32(),
  };
}

/** Whether the whole batch at `at` is there and its CRC-32C is right. */
export function isBatchIntact(bytes: Uint8Array, header: BatchHeader, at = 0): boolean {
  if (bytes.length - at < header.size) return false;
  return crc32c(bytes.subarray(at + batchLayout.attributes, at + header.size)) === header.crc;
}

/** Stamps a batch with its place in the log. The CRC does not cover these two fields. */
export function placeBatch(bytes: Uint8Array, at: number, baseOffset: number, partitionLeaderEpoch: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, batchLayout.records);
  view.setInt32(batchLayout.baseOffset, Math.floor(baseOffset / 2 ** 32));
  view.setInt32(batchLayout.baseOffset + 4, baseOffset | 0);
  view.setInt32(batchLayout.partitionLeaderEpoch, partitionLeaderEpoch);
}

/** Gives a finished batch another producer's identity and place in its sequence, with a new CRC. */
export function stampProducer(
  batch: Uint8Array,
  identity: { readonly producerId: number; readonly producerEpoch: number; readonly baseSequence: number },
): void {
  const view = new DataView(batch.buffer, batch.byteOffset, batch.length);
  view.setInt32(batchLayout.producerId, Math.floor(identity.producerId / 2 ** 32));
  view.setInt32(batchLayout.producerId + 4, identity.producerId | 0);
  view.setInt16(batchLayout.producerEpoch, identity.producerEpoch);
  view.setInt32(batchLayout.baseSequence, identity.baseSequence);
  view.setUint32(batchLayout.crc, crc32c(batch.subarray(batchLayout.attributes)));
}

/** Gives all records of a batch the time of its arrival (`message.timestamp.type=LogAppendTime`), with a new CRC. */
export function stampAppendTime(bytes: Uint8Array, at: number, header: BatchHeader, timestamp: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, header.size);
  view.setInt16(batchLayout.attributes, header.attributes | 8);
  view.setInt32(batchLayout.maxTimestamp, Math.floor(timestamp / 2 ** 32));
  view.setInt32(batchLayout.maxTimestamp + 4, timestamp | 0);
  view.setUint32(batchLayout.crc, crc32c(bytes.subarray(at + batchLayout.attributes, at + header.size)));
}

/** A batch within a larger run of bytes. */
export interface BatchSlice {
  readonly header: BatchHeader;
  /** The whole batch, a view. */
  readonly bytes: Uint8Array;
}

/** The batches of a run of bytes, as a fetch returns them: a last one that is cut off is left out. Raises WireError. */
export function* iterateBatches(bytes: Uint8Array): Generator<BatchSlice, void> {
  let at = 0;
  for (;;) {
    const size = batchSize(bytes, at);
    if (size === undefined || size > bytes.length - at) return;
    yield { header: readBatchHeader(bytes, at), bytes: bytes.subarray(at, at + size) };
    at += size;
  }
}
