import type { AddressInfo } from 'node:net';
import { MillraceError, silent, type Clock, type Logger } from '@millrace/base';
import { KafkaClient } from '@millrace/kafka-client';
import type { FastifyInstance } from 'fastify';
import type { RegistryAuth } from './auth/sign-in.ts';
import { DataKeys } from './dek/data-keys.ts';
import { kmsOf, type KmsSecrets } from './dek/kms/kms.ts';
import { keysTopic, openKeys } from './dek/open-keys.ts';
import { buildServer } from './http/server.ts';
import { schemasTopic, topicLog } from './log/kafka-log.ts';
import { openRegistryStore } from './registry-store.ts';

/** The version of Confluent's REST API that the registry answers as. */
const apiVersion = '7.9.0';

export interface RegistryOptions {
  readonly kafka: { readonly bootstrap: string };
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  /** The topic that holds the state. Default `_schemas`. */
  readonly topic?: string;
  /** The topic that holds the keys of the DEK registry. Default `_dek_registry_keys`. */
  readonly keysTopic?: string;
  /** What key management services are reached with, for keys that are shared with the registry. */
  readonly kms?: KmsSecrets;
  /** Who may sign in and do what. Absent: whoever reaches the registry may do everything. */
  readonly auth?: RegistryAuth;
  readonly logger?: Logger;
}

export interface RunningRegistry {
  readonly host: string;
  readonly port: number;
  /** `http://host:port`, without a slash at the end. */
  readonly url: string;
  /** Answers what is under way, then lets go of port and cluster. */
  close(): Promise<void>;
}

const clock: Clock = { now: () => Date.now() };

/**
 * Starts a Schema Registry that keeps its state on a topic of the cluster; it answers once the topic has been read to its end.
 * Several may run on one topic.
 * @throws MillraceError UNREACHABLE when the cluster does not answer, ADDRESS_IN_USE when the port is taken
 */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { host, port, topic = schemasTopic, logger = silent } = options;
  const client = await KafkaClient.connect({
    bootstrap: options.kafka.bootstrap,
    clientId: 'millrace-registry',
    logger,
  });
  try {
    const { clusterId } = await client.metadata([]);
    const store = await openRegistryStore(topicLog(client, topic), logger);
    const keys = openKeys(topicLog(client, options.keysTopic ?? keysTopic), logger);
    const app = buildServer(store, { version: apiVersion, clusterId: clusterId ?? '' }, logger, {
      ...(options.auth === undefined ? {} : { auth: options.auth }),
      dek: { keys: keys.keys, dataKeys: new DataKeys(kmsOf(options.kms ?? {}), clock), now: () => clock.now() },
    });
    const taken = await listen(app, host, port);
    logger.info({ host, port: taken }, 'the schema registry is ready');
    return {
      host,
      port: taken,
      url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
      async close() {
        await app.close();
        await keys.close();
        await store.close();
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new MillraceError('ADDRESS_IN_USE', `Port ${port} of ${host}, wanted by the schema registry, is taken.`, {
      cause,
    });
  }
  return (app.server.address() as AddressInfo).port;
}
