import { randomBytes } from 'node:crypto';
import { type Logger, silent } from '@millrace/base';
import { infoRoutes } from './http/info-routes.ts';
import { listen } from './http/listener.ts';
import { router } from './http/router.ts';
import { statementRoutes } from './http/statement-routes.ts';
import { openKsqlService } from './ksql-service.ts';

export interface StreamsOptions {
  readonly kafka: { readonly bootstrap: string };
  readonly registryUrl: string;
  /** The `Authorization` header for the registry; absent for one that asks for none. */
  readonly registryAuthorization?: string;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** For what the server keeps beside Kafka: nothing, so far. */
  readonly dataDir?: string;
  /** Names the command topic, the groups and the internal topics. Default `default_`, as ksqlDB's. */
  readonly serviceId?: string;
  /** Longest time that processed records wait for their commit. Default 100 ms. */
  readonly commitIntervalMs?: number;
  readonly logger?: Logger;
}

export interface StreamsServer {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Commits what the queries have processed, and ends everything. Takes about a second at most. */
  close(): Promise<void>;
}

/**
 * Serves ksqlDB's REST API and runs its queries. All state is in Kafka: the command topic holds the statements, changelogs
 * hold what queries keep. Answers once the command topic has been read and its queries are on their way.
 *
 * @throws MillraceError `UNREACHABLE` (no broker), `ADDRESS_IN_USE`.
 */
export async function startStreams(options: StreamsOptions): Promise<StreamsServer> {
  const logger = (options.logger ?? silent).child({ service: 'ksql' });
  const service = await openKsqlService({
    bootstrap: options.kafka.bootstrap,
    registry: {
      url: options.registryUrl,
      ...(options.registryAuthorization === undefined ? {} : { authorization: options.registryAuthorization }),
    },
    serviceId: options.serviceId ?? 'default_',
    commitIntervalMs: options.commitIntervalMs ?? 100,
    logger,
    now: () => Date.now(),
    random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  });
  const authority = options.host.includes(':') ? `[${options.host}]` : options.host;
  const routes = [...infoRoutes(service), ...statementRoutes(service)];
  const listener = await listen(options.host, options.port, router(routes, logger)).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  return {
    host: options.host,
    port: listener.port,
    url: `http://${authority}:${listener.port}`,
    close: async () => {
      await Promise.all([listener.close(), service.close()]);
    },
  };
}
