import { Buffer } from 'node:buffer';
import { assert } from '@millrace/base';

import { batchLayout, batchOverhead } from './batch-header.ts';
import { crc32c } from './crc32c.ts';
import type { Compression } from './compression.ts';
import { compress, compressions } from './compression.ts';
import { varintSize, writeVarint } from './varint.ts';

export type RecordHeader = readonly [key: string, value: Uint8Array | null];

export interface BatchOptions {
  /** Default none. */
  readonly compression?: Compression;
  /** Default -1: not idempotent. */
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly isTransactional?: boolean;
  readonly isControl?: boolean;
  /** Bytes to begin with. Default 1024. */
  readonly capacity?: number;
  /** Memory to use instead of new: what another builder's `recycle` gave. */
  readonly buffer?: Buffer | undefined;
}

const noHeaders: readonly RecordHeader[] = [];
/** Attributes, and the varints of record length, timestamp and offset deltas, key and value lengths, header count. */
const recordOverheadMax = 1 + 5 + 10 + 5 + 5 + 5 + 5;

/** Collects records into one batch of magic 2 with base offset 0, which the broker then places. */
export class RecordBatchBuilder {
  private buffer: Buffer;
  private at: number = batchLayout.records;
  private records = 0;
  private baseTimestamp = 0;
  private maxTimestamp = 0;
  private readonly options: BatchOptions;

  constructor(options: BatchOptions = {}) {
    this.options = options;
    this.buffer = options.buffer ?? Buffer.allocUnsafe(Math.max(options.capacity ?? 1024, 128));
  }

  get count(): number {
    return this.records;
  }

  /** Bytes so far, before compression. */
  get size(): number {
    return this.at;
  }

  /** Adds a record: copies its bytes. `timestamp` is in milliseconds since 1970. */
  append(
    key: Uint8Array | null,
    value: Uint8Array | null,
    timestamp: number,
    headers: readonly RecordHeader[] = noHeaders,
  ): void {
    if (this.records === 0) this.baseTimestamp = this.maxTimestamp = timestamp;
    else if (timestamp > this.maxTimestamp) this.maxTimestamp = timestamp;
    const keyBytes = key === null ? 0 : key.length;
    const valueBytes = value === null ? 0 : value.length;
    const timestampDelta = timestamp - this.baseTimestamp;
    let body =
      1 +
      varintSize(timestampDelta) +
      varintSize(this.records) +
      varintSize(key === null ? -1 : keyBytes) +
      keyBytes +
      varintSize(value === null ? -1 : valueBytes) +
      valueBytes +
      varintSize(headers.length);
    if (headers.length > 0) body += headersSize(headers);
    this.reserve(recordOverheadMax + body);
    const buffer = this.buffer;
    let at = writeVarint(buffer, this.at, body);
    buffer[at++] = 0;
    at = writeVarint(buffer, at, timestampDelta);
    at = writeVarint(buffer, at, this.records);
    at = writeBytes(buffer, at, key);
    at = writeBytes(buffer, at, value);
    at = writeVarint(buffer, at, headers.length);
    if (headers.length > 0) at = writeHeaders(buffer, at, headers);
    this.at = at;
    this.records++;
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }

  /** The memory of the batch, for another builder, once nobody needs the batch any more. */
  recycle(): Buffer {
    return this.buffer;
  }

  /** The finished batch. The builder is spent. */
  build(identity: Pick<BatchOptions, 'producerId' | 'producerEpoch' | 'baseSequence'> = this.options): Uint8Array {
    assert(this.records > 0, 'a record batch holds at least one record');
    const compression = this.options.compression ?? 'none';
    const records = this.buffer.subarray(batchLayout.records, this.at);
    const packed = compression === 'none' ? records : compress(compression, records);
    const size = batchLayout.records + packed.length;
    const batch = packed === records ? this.buffer.subarray(0, size) : Buffer.allocUnsafe(size);
    if (packed !== records) batch.set(packed, batchLayout.records);
    this.writeHeader(batch, compressions.indexOf(compression), identity);
    return batch;
  }

  private writeHeader(
    batch: Buffer,
    compression: number,
    identity: Pick<BatchOptions, 'producerId' | 'producerEpoch' | 'baseSequence'>,
  ): void {
    const { isTransactional = false, isControl = false } = this.options;
    const { producerId = -1, producerEpoch = -1, baseSequence = -1 } = identity;
    batch.fill(0, 0, 8);
    batch.writeInt32BE(batch.length - batchOverhead, batchLayout.batchLength);
    batch.writeInt32BE(-1, batchLayout.partitionLeaderEpoch);
    batch[batchLayout.magic] = 2;
    batch.writeInt16BE(compression | (isTransactional ? 16 : 0) | (isControl ? 32 : 0), batchLayout.attributes);
    batch.writeInt32BE(this.records - 1, batchLayout.lastOffsetDelta);
    writeInt64(batch, batchLayout.baseTimestamp, this.baseTimestamp);
    writeInt64(batch, batchLayout.maxTimestamp, this.maxTimestamp);
    writeInt64(batch, batchLayout.producerId, producerId);
    batch.writeInt16BE(producerEpoch, batchLayout.producerEpoch);
    batch.writeInt32BE(baseSequence, batchLayout.baseSequence);
    batch.writeInt32BE(this.records, batchLayout.recordCount);
    batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
  }
}

function writeInt64(buffer: Buffer, at: number, value: number): void {
  buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
  buffer.writeInt32BE(value | 0, at + 4);
}

function writeBytes(buffer: Buffer, at: number, bytes: Uint8Array | null): number {
  if (bytes === null) return writeVarint(buffer, at, -1);
  const length = bytes.length;
  const from = writeVarint(buffer, at, length);
  // Below this a loop is quicker than the call.
  if (length <= 24) for (let i = 0; i < length; i++) buffer[from + i] = bytes[i] as number;
  else buffer.set(bytes, from);
  return from + length;
}

function headersSize(headers: readonly RecordHeader[]): number {
  let size = 0;
  for (const [key, value] of headers) {
    const keyBytes = Buffer.byteLength(key);
    size += varintSize(keyBytes) + keyBytes + varintSize(value === null ? -1 : value.length) + (value?.length ?? 0);
  }
  return size;
}

function writeHeaders(buffer: Buffer, at: number, headers: readonly RecordHeader[]): number {
  let next = at;
  for (const [key, value] of headers) {
    next = writeVarint(buffer, next, Buffer.byteLength(key));
    next += buffer.write(key, next);
    next = writeBytes(buffer, next, value);
  }
  return next;
}
