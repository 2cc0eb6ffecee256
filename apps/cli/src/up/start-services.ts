import { join } from 'node:path';
import type { Logger } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { RecordValidator } from '@millrace/broker';
import type { Config, ServiceName } from '../config/config.ts';
import { environment } from '../config/env.ts';
import { registryAccess, type RegistryAccess } from './registry-access.ts';
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
    const access = await registryAccess(options.config, environment);
    const { authorization } = access;
    return {
      addresses: await startEach(options, access, started),
      ...(authorization === undefined ? {} : { registryAuthorization: authorization }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each service needs those before it, and takes their addresses. */
async function startEach(
  options: StartOptions,
  { auth, kms, authorization }: RegistryAccess,
  started: Closeable[],
): Promise<ServiceAddresses> {
  const { config, logger, version } = options;
  const { host, dataDir } = config;
  const registryAuthorization = authorization === undefined ? {} : { registryAuthorization: authorization };
  const place = <S extends Closeable>(service: ServiceStart<S>): Promise<string | undefined> =>
    startOne(options, started, service);

  // The broker checks records by a registry that starts after it.
  const registryStarted = Promise.withResolvers<string>();
  const broker = await place({
    name: 'broker',
    title: 'the broker',
    address: (service: { address: string } & Closeable) => service.address,
    start: async (port) => {
      const { startBroker } = await import('@millrace/broker');
      return startBroker({
        dataDir: join(dataDir, 'broker'),
        host,
        port,
        logger: logger.child({ service: 'broker' }),
        ...(config.registry.kind === 'off'
          ? {}
          : { validator: await validatorBy(registryStarted.promise, authorization) }),
      });
    },
  });
  const registry = await place({
    name: 'registry',
    title: 'the registry',
    address: urlOf,
    start: async (port) => {
      const kafka = { bootstrap: need(broker, 'The registry', 'broker') };
      const { startRegistry } = await import('@millrace/registry');
      const own = { host, port, logger: logger.child({ service: 'registry' }) };
      return startRegistry({
        kafka,
        ...own,
        ...(auth === undefined ? {} : { auth }),
        ...(kms === undefined ? {} : { kms }),
      });
    },
  });
  if (registry !== undefined) registryStarted.resolve(registry);
  const ksql = await place({
    name: 'ksql',
    title: 'streaming SQL',
    address: urlOf,
    start: async (port) => {
      const kafka = { bootstrap: need(broker, 'Streaming SQL', 'broker') };
      const registryUrl = need(registry, 'Streaming SQL', 'registry');
      const { startStreams } = await import('@millrace/streams');
      const own = { host, port, logger: logger.child({ service: 'ksql' }) };
      return startStreams({ kafka, registryUrl, ...registryAuthorization, ...own });
    },
  });
  const mesh = await place({
    name: 'mesh',
    title: 'the mesh',
    address: urlOf,
    start: async (port) => {
      const kafka = { bootstrap: need(broker, 'The mesh', 'broker') };
      const registryUrl = need(registry, 'The mesh', 'registry');
      const ksqlUrl = need(ksql, 'The mesh', 'ksql server');
      const { startControlPlane } = await import('@millrace/control-plane');
      const files = meshFiles(options);
      return startControlPlane({
        kafka,
        registryUrl,
        ...registryAuthorization,
        ksqlUrl,
        host,
        port,
        version,
        embedded: embedded(config),
        logger: logger.child({ service: 'mesh' }),
        ...files,
      });
    },
  });
  return definedOf({ broker, registry, ksql, mesh });
}

/** Checks records, for topics that ask for it, by the registry that will be at this address. */
async function validatorBy(url: Promise<string>, authorization: string | undefined): Promise<RecordValidator> {
  const { recordDoor } = await import('@millrace/registry');
  return recordDoor({ url, authorization });
}

interface ServiceStart<S extends Closeable> {
  readonly name: ServiceName;
  /** As messages call it. */
  readonly title: string;
  start(port: number): Promise<S>;
  address(service: S): string;
}

const urlOf = (service: { readonly url: string } & Closeable): string => service.url;

/** Starts ours, or names the user's own; gives the address, or undefined when it was left off. */
async function startOne<S extends Closeable>(
  { config, reporter }: StartOptions,
  started: Closeable[],
  service: ServiceStart<S>,
): Promise<string | undefined> {
  const { name } = service;
  const place = config[name];
  if (place.kind === 'off') return undefined;
  if (place.kind === 'foreign') {
    reporter.tell({ event: 'service', name, address: place.address, embedded: false });
    return place.address;
  }
  const { service: running, taken } = await listen(service.title, place, (port) => service.start(port));
  started.push(running);
  const address = service.address(running);
  reporter.tell({ event: 'service', name, address, embedded: true, ...(taken === undefined ? {} : { taken }) });
  return address;
}

function need(value: string | undefined, service: string, missing: string): string {
  if (value === undefined) {
    throw new MillraceError(
      'CONFIG_INVALID',
      `${service} needs a ${missing}: start one with it (--only), or name yours in millrace.yaml.`,
    );
  }
  return value;
}

function meshFiles({ config, webRoot, meshFile }: StartOptions): {
  readonly webRoot?: string;
  readonly meshFile?: string;
  readonly policyFile?: string;
} {
  return definedOf({ webRoot, meshFile: config.meshFile ?? meshFile, policyFile: config.policyFile });
}

/** Which of the services that the mesh stands on run in this process. */
function embedded(config: Config): readonly ('broker' | 'registry' | 'ksql')[] {
  return (['broker', 'registry', 'ksql'] as const).filter((name) => config[name].kind === 'embedded');
}

/** The object without what is undefined in it. */
function definedOf<K extends string>(
  values: Readonly<Record<K, string | undefined>>,
): { readonly [key in K]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [key in K]?: string;
  };
}
