import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './free-ports.ts';

const peers = resolve(import.meta.dirname, '../../../../shared/peers');
const run = promisify(execFile);

/** A server by others, in a process of its own. */
export interface Peer {
  /** What a client is told: a bootstrap address, or a URL. */
  readonly address: string;
  close(): Promise<void>;
}

/** Starts Apache Kafka with an empty log, `properties` added to its server.properties; undefined where the peers are not. */
export const startKafka = isThere('kafka')
  ? (properties: readonly string[] = []): Promise<Peer> =>
      // Its controller takes the next port.
      start('kafka', [1], { KAFKA_FRESH: '1', KAFKA_EXTRA: properties.join('\n') })
  : undefined;

/** Starts Apicurio Registry, its schemas in memory; undefined where the peers are not. */
export const startApicurio = isThere('apicurio')
  ? // Its management takes the port 1000 above.
    (): Promise<Peer> => start('apicurio', [1000])
  : undefined;

function isThere(name: string): boolean {
  return existsSync(join(peers, name, 'start.sh'));
}

async function start(
  name: string,
  distances: readonly number[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Peer> {
  const port = String(await freePorts(distances));
  const { stdout } = await run(join(peers, name, 'start.sh'), [port], { env: { ...process.env, ...environment } });
  return {
    address: stdout.trim().split('\n').at(-1) ?? '',
    close: async () => {
      await run(join(peers, name, 'stop.sh'), [port]);
    },
  };
}
