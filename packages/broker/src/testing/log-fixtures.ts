import { silent } from '@millrace/base';
import type { BatchOptions } from '@millrace/kafka-wire';
import { decodeRecords, iterateBatches, RecordBatchBuilder } from '@millrace/kafka-wire';
import type { LogSettings } from '../storage/partition-log.ts';
import { PartitionLog } from '../storage/partition-log.ts';
import type { MemoryFiles } from './memory-files.ts';

export const logDirectory = '/log';

export function openLog(files: MemoryFiles, settings: Partial<LogSettings> = {}): PartitionLog {
  const all = { segmentBytes: 0x4000_0000, segmentMs: Number.POSITIVE_INFINITY, isLogAppendTime: false, ...settings };
  return PartitionLog.open({ files, directory: logDirectory, logger: silent, flush: 'commit', settings: () => all });
}

/** A batch of one record a value. */
export function batchOf(values: readonly string[], options: BatchOptions = {}, timestamp = 1000): Uint8Array {
  const builder = new RecordBatchBuilder(options);
  for (const value of values) builder.append(null, Buffer.from(value), timestamp);
  return builder.build();
}

/** Appends, and waits until the records are durable. */
export async function appendDurably(log: PartitionLog, bytes: Uint8Array): Promise<number> {
  const appended = log.append(bytes, 0);
  if (appended.kind !== 'appended') throw new Error(`not appended but ${appended.kind}`);
  await appended.durable;
  return appended.baseOffset;
}

/** All values that a reader sees, in order, with their offsets. */
export function readValues(log: PartitionLog): { readonly offset: number; readonly value: string }[] {
  const found: { offset: number; value: string }[] = [];
  let offset = log.startOffset;
  while (offset < log.highWatermark) {
    const bytes = log.read({ offset, before: log.highWatermark, maxBytes: 300, atLeastOne: true });
    if (bytes.length === 0) throw new Error(`nothing can be read at offset ${offset} of ${log.highWatermark}`);
    for (const batch of iterateBatches(bytes)) {
      offset = batch.header.baseOffset + batch.header.lastOffsetDelta + 1;
      if (batch.header.isControl) continue;
      for (const record of decodeRecords(batch)) {
        found.push({ offset: record.offset, value: Buffer.from(record.value ?? []).toString() });
      }
    }
  }
  return found;
}
