import { silent } from '@millrace/base';
import { defaultPolicies, parseMeshFile } from '@millrace/mesh';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import type { MeshConfig } from '../../src/config-files.ts';
import { MemoryFactTopic } from '../../src/log/memory-fact-log.ts';
import { startOn } from '../../src/start.ts';
import { fakeRegistry } from './fake-registry.ts';
import { MemoryCluster } from './memory-cluster.ts';

export const { directory } = parseMeshFile(
  {
    domains: [
      { name: 'aviation', description: 'Airports.' },
      { name: 'operations', description: 'Flights.' },
    ],
    teams: [
      { handle: '@airports-team', domain: 'aviation' },
      { handle: '@flights-team', domain: 'operations' },
    ],
    people: [
      { name: 'ada', team: '@flights-team' },
      { name: 'bea', team: '@airports-team' },
    ],
  },
  'mesh.yaml',
);

export const config: MeshConfig = {
  directory: { origin: 'file', directory },
  policies: { origin: 'default', policies: defaultPolicies },
  examples: [],
};

export const flightSchema = {
  type: 'record',
  name: 'Flight',
  doc: 'One flight.',
  fields: [
    { name: 'date', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'delay', type: 'int', doc: 'Minutes late.' },
    { name: 'origin', type: 'string' },
    { name: 'destination', type: 'string' },
  ],
};

/** A mesh over memory: one cluster and one log, on which several control planes may run. */
export async function memoryMesh() {
  const cluster = new MemoryCluster();
  const topic = new MemoryFactTopic();
  const registry = await fakeRegistry();
  const running: { close(): Promise<void> }[] = [];
  const encode = compileEncoder(parseAvro(JSON.stringify(flightSchema)));
  return {
    cluster,
    topic,
    registry,
    /** Writes flights with their schema, as a producer would. */
    fly(name: string, ...flights: readonly { date: number; delay: number; origin: string; destination: string }[]) {
      const id = registry.register(`${name}-value`, flightSchema);
      for (const flight of flights)
        cluster.append(name, {
          key: Buffer.from(flight.origin),
          value: frame(id, encode(flight)),
          timestamp: flight.date,
        });
    },
    async start(meshConfig: MeshConfig = config) {
      const plane = await startOn(
        {
          kafka: { bootstrap: '127.0.0.1:9092' },
          registryUrl: registry.url,
          ksqlUrl: 'http://127.0.0.1:1',
          host: '127.0.0.1',
          port: 0,
          version: '0.0.0-test',
        },
        meshConfig,
        { cluster, openLog: topic.open, logger: silent, clock: { now: () => Date.now() } },
      );
      running.push(plane);
      return client(plane.url);
    },
    async close() {
      for (const each of running) await each.close();
      await registry.close();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  // Tests look into answers of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export function client(url: string) {
  return {
    url,
    async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
      const response = await fetch(`${url}${path.startsWith('/api') ? '' : '/api/v1'}${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
  };
}
