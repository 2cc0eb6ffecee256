import { join } from 'node:path';
import type { Logger } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { Config } from '../config/config.ts';
import type { ServiceAddresses, Running } from './services.ts';
import { listen } from './ports.ts';
import type { Reporter } from './reporter.ts';

interface Closeable {
  close(): Promise<void>;
}

export interface StartOptions {
  readonly config: Config;
  readonly reporter: Reporter;
  readonly logger: Logger;
  readonly version: string;
  /** Folder of the built UI; without it the mesh serves its API only. */
  readonly webRoot?: string;
  /** Domains, teams and people when the configuration names no file. */
  readonly meshFile?: string;
}

/** Starts what the configuration asks for, lowest first. On a failure everything that did start is stopped again. */
export async function startServices(options: StartOptions): Promise<Running> {
  const started: Closeable[] = [];
  const close = async (): Promise<void> => {
    for (const service of started.splice(0).reverse()) await service.close();
  };
  try {
    return { addresses: await startEach(options, started), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startEach(options: StartOptions, started: Closeable[]): Promise<ServiceAddresses> {
  const broker = await startBroker(options, started);
  const registry = await startRegistry(options, started, broker);
  const ksql = await startKsql(options, started, broker, registry);
  const mesh = await startMesh(options, started, { broker, registry, ksql });
  return {
    ...(broker === undefined ? {} : { broker }),
    ...(registry === undefined ? {} : { registry }),
    ...(ksql === undefined ? {} : { ksql }),
    ...(mesh === undefined ? {} : { mesh }),
  };
}

function need(value: string | undefined, service: string, missing: string): string {
  if (value === undefined)
    throw new MillraceError(
      'CONFIG_INVALID',
      `${service} needs a ${missing}: start one with it (--only), or name yours in millrace.yaml.`,
    );
  return value;
}

function tell({ reporter }: StartOptions, name: string, address: string, embedded: boolean, taken?: number): string {
  reporter.tell({ event: 'service', name, address, embedded, ...(taken === undefined ? {} : { taken }) });
  return address;
}

async function startBroker(options: StartOptions, started: Closeable[]): Promise<string | undefined> {
  const place = options.config.broker;
  if (place.kind === 'off') return undefined;
  if (place.kind === 'foreign') return tell(options, 'broker', place.address, false);
  const { startBroker: start } = await import('@millrace/broker');
  const { service, taken } = await listen('the broker', place, (port) =>
    start({
      dataDir: join(options.config.dataDir, 'broker'),
      host: options.config.host,
      port,
      logger: options.logger.child({ service: 'broker' }),
    }),
  );
  started.push(service);
  return tell(options, 'broker', service.address, true, taken);
}

async function startRegistry(
  options: StartOptions,
  started: Closeable[],
  broker: string | undefined,
): Promise<string | undefined> {
  const place = options.config.registry;
  if (place.kind === 'off') return undefined;
  if (place.kind === 'foreign') return tell(options, 'registry', place.address, false);
  const bootstrap = need(broker, 'The registry', 'broker');
  const { startRegistry: start } = await import('@millrace/registry');
  const { service, taken } = await listen('the registry', place, (port) =>
    start({
      kafka: { bootstrap },
      host: options.config.host,
      port,
      logger: options.logger.child({ service: 'registry' }),
    }),
  );
  started.push(service);
  return tell(options, 'registry', service.url, true, taken);
}

async function startKsql(
  options: StartOptions,
  started: Closeable[],
  broker: string | undefined,
  registry: string | undefined,
): Promise<string | undefined> {
  const place = options.config.ksql;
  if (place.kind === 'off') return undefined;
  if (place.kind === 'foreign') return tell(options, 'ksql', place.address, false);
  const bootstrap = need(broker, 'Streaming SQL', 'broker');
  const registryUrl = need(registry, 'Streaming SQL', 'registry');
  const { startStreams: start } = await import('@millrace/streams');
  const { service, taken } = await listen('streaming SQL', place, (port) =>
    start({
      kafka: { bootstrap },
      registryUrl,
      host: options.config.host,
      port,
      dataDir: join(options.config.dataDir, 'streams'),
      logger: options.logger.child({ service: 'ksql' }),
    }),
  );
  started.push(service);
  return tell(options, 'ksql', service.url, true, taken);
}

async function startMesh(
  options: StartOptions,
  started: Closeable[],
  lower: { broker: string | undefined; registry: string | undefined; ksql: string | undefined },
): Promise<string | undefined> {
  const place = options.config.mesh;
  if (place.kind !== 'embedded') return undefined;
  const bootstrap = need(lower.broker, 'The mesh', 'broker');
  const registryUrl = need(lower.registry, 'The mesh', 'registry');
  const ksqlUrl = need(lower.ksql, 'The mesh', 'ksql server');
  const { startControlPlane: start } = await import('@millrace/control-plane');
  const meshFile = options.config.meshFile ?? options.meshFile;
  const { service, taken } = await listen('the mesh', place, (port) =>
    start({
      kafka: { bootstrap },
      registryUrl,
      ksqlUrl,
      host: options.config.host,
      port,
      version: options.version,
      embedded: embedded(options.config),
      logger: options.logger.child({ service: 'mesh' }),
      ...(options.webRoot === undefined ? {} : { webRoot: options.webRoot }),
      ...(meshFile === undefined ? {} : { meshFile }),
      ...(options.config.policyFile === undefined ? {} : { policyFile: options.config.policyFile }),
    }),
  );
  started.push(service);
  return tell(options, 'mesh', service.url, true, taken);
}

/** Which of the services that the mesh stands on run in this process. */
function embedded(config: Config): readonly ('broker' | 'registry' | 'ksql')[] {
  return (['broker', 'registry', 'ksql'] as const).filter((name) => config[name].kind === 'embedded');
}
