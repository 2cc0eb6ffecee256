import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broker, BrokerOptions } from '@millrace/broker';
import { startBroker } from '@millrace/broker';
import { Fetcher, forEachRecord, KafkaClient } from '@millrace/kafka-client';

/** A broker on a folder of its own, a client of it, and the end of both. */
export interface TestBroker {
  readonly address: string;
  readonly client: KafkaClient;
  /** Stops the broker and starts it again on the same folder and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startTestBroker(options: Partial<BrokerOptions> = {}): Promise<TestBroker> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-client-'));
  const all = { dataDir, host: '127.0.0.1', port: 0, flush: 'os' as const, ...options };
  let broker: Broker = await startBroker(all);
  const { port } = broker;
  const address = `127.0.0.1:${port}`;
  const client = await KafkaClient.connect({ bootstrap: address, clientId: 'test' });
  return {
    address,
    client,
    restart: async () => {
      await broker.close();
      broker = await startBroker({ ...all, port });
    },
    close: async () => {
      await client.close();
      await broker.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The values of all records of a topic, by partition, as a reader of committed data sees them up to the end. */
export async function readAll(
  client: KafkaClient,
  topic: string,
  isolation: 'read_committed' | 'read_uncommitted' = 'read_committed',
): Promise<string[][]> {
  const ends = await client.listOffsets(topic, 'latest', { isolation });
  const fetcher = new Fetcher(client, { isolation });
  const values: string[][] = [...ends.keys()].map(() => []);
  const positions = new Map([...ends.keys()].map((partition) => [partition, 0]));
  fetcher.assign([...ends.keys()].map((partition) => ({ topic, partition, offset: 0 })));
  while ([...ends].some(([partition, end]) => (positions.get(partition) ?? 0) < end)) {
    for (const fetched of await fetcher.poll(1000)) {
      forEachRecord(fetched, ({ value }) => values[fetched.partition]?.push(Buffer.from(value ?? []).toString()));
      positions.set(fetched.partition, fetched.endOffset);
    }
  }
  await fetcher.close();
  return values;
}
