import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broker, BrokerOptions } from '@millrace/broker';
import { startBroker } from '@millrace/broker';
import type { BatchHeader, BatchOptions } from '@millrace/kafka-wire';
import {
  createTopicsApi,
  decodeRecords,
  fetchApi,
  iterateBatches,
  produceApi,
  RecordBatchBuilder,
} from '@millrace/kafka-wire';
import { onTestFinished } from 'vitest';
import { WireClient } from './wire-client.ts';

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-broker-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

/** A broker in a folder of its own, closed when the test ends. */
export async function openBroker(options: Partial<BrokerOptions> = {}): Promise<Broker> {
  const dataDir = options.dataDir ?? (await temporaryDirectory());
  const broker = await startBroker({ host: '127.0.0.1', port: 0, ...options, dataDir });
  onTestFinished(() => broker.close());
  return broker;
}

export async function openClient(address: string): Promise<WireClient> {
  const client = await WireClient.open(address);
  onTestFinished(() => client.close());
  return client;
}

export async function createTopic(
  client: WireClient,
  name: string,
  partitions = 1,
  configs: Record<string, string> = {},
) {
  const answer = await client.call(createTopicsApi, 7, {
    topics: [
      {
        name,
        numPartitions: partitions,
        replicationFactor: 1,
        configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
      },
    ],
  });
  const topic = answer.topics[0];
  if (topic?.errorCode !== 0) throw new Error(`topic ${name} was not created: ${topic?.errorMessage}`);
  return topic.topicId;
}

export function batchOf(values: readonly string[], options: BatchOptions = {}): Uint8Array {
  const builder = new RecordBatchBuilder(options);
  for (const value of values) builder.append(Buffer.from('key'), Buffer.from(value), 1000);
  return builder.build();
}

export async function produce(
  client: WireClient,
  topic: string,
  records: Uint8Array,
  partition = 0,
  transactionalId: string | null = null,
) {
  const { responses } = await client.call(produceApi, 9, {
    transactionalId,
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData: [{ index: partition, records }] }],
  });
  const answer = responses[0]?.partitionResponses[0];
  if (answer === undefined) throw new Error('a produce request without an answer');
  return answer;
}

/** All values of a partition up to its end. */
export async function readAll(client: WireClient, topic: string, partition = 0, isolationLevel = 0): Promise<string[]> {
  const values: string[] = [];
  for (let fetchOffset = 0; ;) {
    const { responses } = await client.call(fetchApi, 11, {
      minBytes: 1,
      maxWaitMs: 0,
      isolationLevel,
      topics: [{ topic, partitions: [{ partition, fetchOffset, partitionMaxBytes: 1_000_000 }] }],
    });
    const answer = responses[0]?.partitions[0];
    const aborted = [...(answer?.abortedTransactions ?? [])];
    const batches = [...iterateBatches(answer?.records ?? new Uint8Array(0))];
    if (batches.length === 0) return values;
    for (const batch of batches) {
      const { header } = batch;
      fetchOffset = header.baseOffset + header.lastOffsetDelta + 1;
      if (header.isControl) {
        // The marker ends the first of this producer's aborted transactions that began before it, if there is one.
        const ended = aborted.findIndex((each) => isOf(header, each));
        if (ended >= 0) aborted.splice(ended, 1);
        continue;
      }
      if (header.isTransactional && aborted.some((each) => isOf(header, each))) continue;
      for (const { value } of decodeRecords(batch)) values.push(Buffer.from(value ?? []).toString());
    }
  }
}

function isOf(batch: BatchHeader, aborted: { readonly producerId: number; readonly firstOffset: number }): boolean {
  return aborted.producerId === batch.producerId && aborted.firstOffset <= batch.baseOffset;
}
