import { Buffer } from 'node:buffer';
import { WireError } from '../wire-error.ts';
import type { BatchHeader, BatchSlice } from './batch-header.ts';
import { batchLayout, readBatchHeader } from './batch-header.ts';
import { decompress, decompressedBytesMax } from './compression.ts';
import type { RecordHeader } from './record-batch-builder.ts';

const noHeaders: readonly RecordHeader[] = [];

/**
 * Walks the records of a batch without making an object for each. After `next()` is true the fields describe the record;
 * `key` and `value` are views made when asked for, and the positions serve decoders that read from `buffer` itself.
 *
 *     const cursor = new RecordCursor(batch);
 *     while (cursor.next()) use(cursor.offset, cursor.value);
 */
export class RecordCursor {
  /** The records, decompressed. */
  readonly buffer: Buffer;
  readonly header: BatchHeader;
  offset = -1;
  timestamp = -1;
  keyAt = 0;
  /** -1 for null. */
  keyLength = -1;
  valueAt = 0;
  /** -1 for null. */
  valueLength = -1;
  private headersAt = 0;
  private headerCount = 0;
  private at: number;
  private left: number;

  /** Raises WireError for compressed records that grow beyond `bytesMax`. */
  constructor(batch: BatchSlice, bytesMax = decompressedBytesMax) {
    const { header, bytes } = batch;
    if (bytes.length < header.size)
      throw new WireError(`a record batch of ${header.size} bytes, ${bytes.length} there`);
    const start = batchLayout.records;
    const packed = Buffer.from(bytes.buffer, bytes.byteOffset + start, header.size - start);
    this.header = header;
    this.buffer = decompress(header.compression, packed, bytesMax);
    this.at = 0;
    this.left = header.recordCount;
    if (this.left < 0) throw new WireError(`a record batch of ${this.left} records`);
  }

  /** Goes to the next record. False behind the last. Raises WireError for records that are not well formed. */
  next(): boolean {
    if (this.left === 0) {
      if (this.at !== this.buffer.length) throw this.malformed('bytes left over behind the last record');
      return false;
    }
    this.left--;
    const length = this.varint();
    const end = this.at + length;
    if (length < 0 || end > this.buffer.length) throw this.malformed(`a record of ${length} bytes`);
    this.at++;
    const timestampDelta = this.varlong();
    const { header } = this;
    this.timestamp = header.timestampType === 'append' ? header.maxTimestamp : header.baseTimestamp + timestampDelta;
    this.offset = header.baseOffset + this.varint();
    this.keyLength = this.length(end);
    this.keyAt = this.at;
    if (this.keyLength > 0) this.at += this.keyLength;
    this.valueLength = this.length(end);
    this.valueAt = this.at;
    if (this.valueLength > 0) this.at += this.valueLength;
    this.headerCount = this.varint();
    this.headersAt = this.at;
    if (this.headerCount < 0 || this.headerCount > end - this.at) {
      throw this.malformed(`${this.headerCount} record headers`);
    }
    if (this.headerCount === 0 && this.at !== end) throw this.malformed('a record that does not fill its length');
    this.at = end;
    return true;
  }

  get key(): Uint8Array | null {
    return this.keyLength < 0 ? null : this.buffer.subarray(this.keyAt, this.keyAt + this.keyLength);
  }

  get value(): Uint8Array | null {
    return this.valueLength < 0 ? null : this.buffer.subarray(this.valueAt, this.valueAt + this.valueLength);
  }

  get headers(): readonly RecordHeader[] {
    if (this.headerCount === 0) return noHeaders;
    const end = this.at;
    const headers: RecordHeader[] = [];
    this.at = this.headersAt;
    try {
      for (let i = 0; i < this.headerCount; i++) headers.push(this.recordHeader(end));
      if (this.at !== end) throw this.malformed('record headers that do not fill their record');
    } finally {
      this.at = end;
    }
    return headers;
  }

  private recordHeader(end: number): RecordHeader {
    const keyLength = this.length(end);
    if (keyLength < 0) throw this.malformed('a record header without a key');
    const key = this.buffer.toString('utf8', this.at, this.at + keyLength);
    this.at += keyLength;
    const valueLength = this.length(end);
    if (valueLength < 0) return [key, null];
    this.at += valueLength;
    return [key, this.buffer.subarray(this.at - valueLength, this.at)];
  }

  private length(end: number): number {
    const length = this.varint();
    if (length < -1 || length > end - this.at) throw this.malformed(`a field of ${length} bytes in a record`);
    return length;
  }

  private varint(): number {
    const buffer = this.buffer;
    let at = this.at;
    let byte = buffer[at++] ?? 256;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      if (shift > 28 || byte === 256) throw this.malformed('a varint that does not end');
      byte = buffer[at++] ?? 256;
      value |= (byte & 0x7f) << shift;
    }
    this.at = at;
    return (value >>> 1) ^ -(value & 1);
  }

  private varlong(): number {
    const first = this.buffer[this.at] ?? 256;
    if (first < 0x80) {
      this.at++;
      return (first >>> 1) ^ -(first & 1);
    }
    let at = this.at;
    let byte = first;
    // The lowest bit is the sign; the others are collected apart, to stay exact beyond 2^52.
    let value = (byte & 0x7f) >>> 1;
    for (let scale = 64; byte > 0x7f; scale *= 128) {
      byte = this.buffer[++at] ?? 256;
      if (byte === 256 || at - this.at > 9) throw this.malformed('a varint that does not end');
      value += (byte & 0x7f) * scale;
    }
    this.at = at + 1;
    if (!Number.isSafeInteger(value)) throw this.malformed('a timestamp that is beyond what a number holds exactly');
    return (first & 1) === 0 ? value : -value - 1;
  }

  private malformed(what: string): WireError {
    return new WireError(`${what}, at byte ${this.at} of the batch at offset ${this.header.baseOffset}`);
  }
}

export interface DecodedRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

/** All records of a batch as objects; for hot paths there is RecordCursor. Raises WireError. */
export function decodeRecords(batch: BatchSlice | Uint8Array): DecodedRecord[] {
  const cursor = new RecordCursor(
    batch instanceof Uint8Array ? { header: readBatchHeader(batch), bytes: batch } : batch,
  );
  const records: DecodedRecord[] = [];
  while (cursor.next()) {
    const { offset, timestamp, key, value, headers } = cursor;
    records.push({ offset, timestamp, key, value, headers });
  }
  return records;
}
