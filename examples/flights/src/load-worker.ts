import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@millrace/base';
import { KafkaClient } from '@millrace/kafka-client';
import { FlightBatches } from './batches.ts';
import type { PartitionBatch } from './batches.ts';
import { flightsTopic } from './schemas.ts';
import { readFlights } from './source.ts';

/** What the thread is started with. */
export interface LoadTask {
  readonly broker: string;
  readonly schemaId: number;
}

/** What it tells: how many flights are on the broker now. */
export interface LoadProgress {
  readonly loaded: number;
}

/** Batches on their way to the broker at a time. */
const inFlightMax = 16;

/** Writes the flights that the topic lacks. They are deterministic in content and order, so a count says where to go on. */
async function load({ broker, schemaId }: LoadTask): Promise<void> {
  const client = await KafkaClient.connect({ bootstrap: broker, clientId: 'flights-loader' });
  const there = await client.listOffsets(flightsTopic, 'latest');
  let loaded = [...there.values()].reduce((sum, count) => sum + count, 0);
  const batches = new FlightBatches(schemaId, there);
  const inFlight = new Set<Promise<void>>();

  const send = async ({ partition, batch, rows }: PartitionBatch): Promise<void> => {
    await client.produceBatch({ topic: flightsTopic, partition, batch });
    loaded += rows;
    parentPort?.postMessage({ loaded } satisfies LoadProgress);
  };
  const start = async (batch: PartitionBatch): Promise<void> => {
    const sending = send(batch).finally(() => inFlight.delete(sending));
    inFlight.add(sending);
    if (inFlight.size >= inFlightMax) await Promise.race(inFlight);
  };

  for await (const columns of readFlights()) for (const batch of batches.add(columns)) await start(batch);
  for (const batch of batches.rest()) await start(batch);
  await Promise.all(inFlight);
  await client.close();
}

assert(parentPort !== null, 'the loader runs on a worker thread');
await load(workerData as LoadTask);
