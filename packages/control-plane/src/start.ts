import { randomUUID } from 'node:crypto';
import { MillraceError, silent } from '@millrace/base';
import type { Clock, Logger } from '@millrace/base';
import { KafkaClient } from '@millrace/kafka-client';
import { GateService } from './catalog/gate-service.ts';
import { LineageService } from './catalog/lineage-service.ts';
import { ProductCatalog } from './catalog/product-catalog.ts';
import { SchemaCatalog } from './catalog/schema-catalog.ts';
import type { MeshConfig } from './config-files.ts';
import { readMeshConfig } from './config-files.ts';
import type { MeshContext } from './context.ts';
import { buildServer } from './http/server.ts';
import { LiveBoard } from './live/live-board.ts';
import type { OpenFactLog } from './log/fact-log.ts';
import { openKafkaFactLog } from './log/kafka-fact-log.ts';
import type { ControlPlaneOptions } from './options.ts';
import { requireLoopback } from './options.ts';
import type { Cluster } from './ports/cluster.ts';
import { KafkaCluster } from './ports/kafka-cluster.ts';
import { KsqlClient } from './ports/ksql-client.ts';
import { RegistryClient } from '@millrace/registry-client';
import { StatusBoard } from './status/status-board.ts';
import { MeshStore } from './store/mesh-store.ts';

/** Who acts when the control plane does something by itself. */
const itself = 'millrace';

export interface ControlPlane {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a control plane on a cluster, a registry and a ksqlDB server, embedded or anybody's. Resolves when the log is
 * replayed and the API answers. Throws CONFIG_INVALID (a file, or an address that is not loopback), ADDRESS_IN_USE, or
 * UNREACHABLE when the cluster does not answer; registry and SQL server may come later.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  requireLoopback(options.host);
  const config = await readMeshConfig(options);
  const logger = options.logger ?? silent;
  const clock = options.clock ?? { now: () => Date.now() };
  const client = await KafkaClient.connect({ bootstrap: options.kafka.bootstrap, clientId: 'millrace', logger });
  try {
    const cluster = new KafkaCluster(client, clock, logger);
    return await startOn(options, config, { cluster, openLog: openKafkaFactLog(client), logger, clock });
  } catch (error) {
    await client.close();
    throw error;
  }
}

export interface Ground {
  readonly cluster: Cluster;
  readonly openLog: OpenFactLog;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** The same over any cluster and log. Closing it closes them. */
export async function startOn(options: ControlPlaneOptions, config: MeshConfig, ground: Ground): Promise<ControlPlane> {
  const { cluster, openLog, logger, clock } = ground;
  const store = await MeshStore.open(openLog, {
    clock,
    logger,
    newId: randomUUID,
    source: `urn:millrace:control-plane:${randomUUID()}`,
  });
  await store.execute({ kind: 'adopt-directory', ...config.directory }, { actor: itself });
  await store.execute({ kind: 'adopt-policies', ...config.policies }, { actor: itself });

  let url = '';
  const context = assemble(options, config, ground, store, () => url);
  const { app, streams } = await buildServer(context, options.version, options.webRoot);
  url = await listen(() => app.listen({ host: options.host, port: options.port }), options);
  context.live.start();
  void context.catalog.sweepSchemas();
  return {
    host: options.host,
    port: Number(new URL(url).port),
    url,
    close: async () => {
      streams.close();
      await app.close();
      await context.live.close();
      await store.close();
      await cluster.close();
      logger.debug({}, 'The control plane is closed');
    },
  };
}

function assemble(
  options: ControlPlaneOptions,
  config: MeshConfig,
  { cluster, logger, clock }: Ground,
  store: MeshStore,
  url: () => string,
): MeshContext {
  const registry = new RegistryClient({ url: options.registryUrl, authorization: options.registryAuthorization });
  const ksql = new KsqlClient(options.ksqlUrl);
  const { bootstrap } = options.kafka;
  const schemas = new SchemaCatalog(registry, clock, logger);
  const live = new LiveBoard({
    cluster,
    clock,
    logger,
    topics: () => [...store.state.products.values()].map(({ topic }) => topic),
  });
  return {
    store,
    cluster,
    registry,
    ksql,
    live,
    schemas,
    catalog: new ProductCatalog({ store, schemas, live, clock, logger }),
    gate: new GateService({ store, cluster, live, schemas, clock }),
    lineage: new LineageService({ store, cluster, ksql, live, clock, logger }),
    status: new StatusBoard({
      store,
      live,
      registry,
      ksql,
      bootstrap,
      embedded: options.embedded ?? [],
      version: options.version,
      clock,
    }),
    examples: config.examples,
    bootstrap,
    clock,
    logger,
    url,
  };
}

async function listen(start: () => Promise<string>, { host, port }: ControlPlaneOptions): Promise<string> {
  try {
    return await start();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')
      throw new MillraceError('ADDRESS_IN_USE', `${host}:${port} is taken.`, { cause });
    throw cause;
  }
}
