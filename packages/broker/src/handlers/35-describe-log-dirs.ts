import { statfsSync } from 'node:fs';
import type { describeLogDirsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Bytes on disk of each partition, and of the disk. Null topics mean all. */
export const describeLogDirs: Handler<typeof describeLogDirsApi> = (context, request) => {
  const asked =
    request.topics === null
      ? undefined
      : new Map(request.topics.map(({ topic, partitions }) => [topic, new Set(partitions)]));
  const byTopic = new Map<string, { partitionIndex: number; partitionSize: number; offsetLag: number }[]>();
  for (const { topic, partition, log } of context.topics.allLogs()) {
    if (asked !== undefined && asked.get(topic.name)?.has(partition) !== true) continue;
    const partitions = byTopic.get(topic.name) ?? [];
    partitions.push({ partitionIndex: partition, partitionSize: log.sizeBytes, offsetLag: 0 });
    byTopic.set(topic.name, partitions);
  }
  const disk = statfsSync(context.dataDirectory);
  return {
    errorCode: ErrorCode.NONE,
    results: [
      {
        errorCode: ErrorCode.NONE,
        logDir: context.dataDirectory,
        topics: Array.from(byTopic, ([name, partitions]) => ({ name, partitions })),
        totalBytes: disk.blocks * disk.bsize,
        usableBytes: disk.bavail * disk.bsize,
      },
    ],
  };
};
