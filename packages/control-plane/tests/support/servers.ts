import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { KafkaClient, Producer } from '@millrace/kafka-client';
import type { ProducerOptions } from '@millrace/kafka-client';
import { recordDoor, startRegistry } from '@millrace/registry';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import { startControlPlane } from '../../src/index.ts';
import { client, flightSchema } from './mesh.ts';

export const meshYaml = `
domains:
  - { name: operations, description: Flights. }
  - { name: analytics, description: Questions about flights. }
teams:
  - { handle: "@flights-team", domain: operations }
  - { handle: "@analytics-team", domain: analytics }
people:
  - { name: ada, team: "@flights-team" }
  - { name: bea, team: "@analytics-team" }
`;

export interface Flight {
  readonly date: number;
  readonly delay: number;
  readonly origin: string;
  readonly destination: string;
}

/** The embedded broker and registry in a folder of their own; `close` ends and removes everything. */
export async function servers(bootstrap?: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-mesh-'));
  const started = Promise.withResolvers<string>();
  const validator = recordDoor({ url: started.promise });
  const broker =
    bootstrap === undefined
      ? await startBroker({ dataDir: join(dataDir, 'broker'), host: '127.0.0.1', port: 0, validator })
      : { address: bootstrap, close: () => Promise.resolve() };
  const kafka = { bootstrap: broker.address };
  const registry = await startRegistry({ kafka, host: '127.0.0.1', port: 0 });
  started.resolve(registry.url);
  const kafkaClient = await KafkaClient.connect({ ...kafka, clientId: 'tests' });
  const closers: (() => Promise<void>)[] = [];
  return {
    kafka,
    registry,
    client: kafkaClient,
    dataDir,
    closeLater: (close: () => Promise<void>) => void closers.push(close),
    mesh: (files: { meshFile?: string; policyFile?: string; webRoot?: string; ksqlUrl?: string } = {}) =>
      startControlPlane({
        kafka,
        registryUrl: registry.url,
        ksqlUrl: 'http://127.0.0.1:1',
        host: '127.0.0.1',
        port: 0,
        version: '0.0.0-test',
        ...files,
      }).then((plane) => ({ ...client(plane.url), close: () => plane.close() })),
    async close() {
      for (const each of closers.reverse()) await each();
      await kafkaClient.close();
      await registry.close();
      await broker.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

export async function registerFlights(registryUrl: string, topic: string): Promise<number> {
  const response = await fetch(`${registryUrl}/subjects/${topic}-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify(flightSchema) }),
  });
  return ((await response.json()) as { id: number }).id;
}

/** A producer of framed flights keyed by their origin. */
export function flightProducer(kafka: KafkaClient, topic: string, schemaId: number, options: ProducerOptions = {}) {
  const producer = new Producer(kafka, options);
  const encode = compileEncoder(parseAvro(JSON.stringify(flightSchema)));
  return {
    producer,
    send: (flight: Flight) =>
      producer.send(topic, {
        key: Buffer.from(flight.origin),
        value: frame(schemaId, encode(flight)),
        timestamp: flight.date,
      }),
  };
}
