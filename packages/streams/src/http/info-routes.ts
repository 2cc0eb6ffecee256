import { RestError, restErrorCode } from '../rest/errors.ts';
import type { KsqlService } from '../service.ts';
import { sendJson } from './reply.ts';
import type { Route } from './router.ts';

/** What a client asks before it works: who are you, are you well, what became of my command. */
export function infoRoutes(service: KsqlService): readonly Route[] {
  const json = (path: string, body: () => unknown): Route => ({
    method: 'GET',
    path,
    handle: ({ request, response }) => sendJson(request, response, 200, body()),
  });
  return [
    {
      method: 'GET',
      path: '/',
      handle: ({ response }) => {
        response.writeHead(303, { location: '/info' });
        response.end();
      },
    },
    json('/info', () => ({
      KsqlServerInfo: {
        version: service.version,
        kafkaClusterId: service.clusterId,
        ksqlServiceId: service.serviceId,
        serverStatus: 'RUNNING',
      },
    })),
    json('/v1/metadata', () => metadata(service)),
    json('/v1/metadata/id', () => ({ id: '', scope: metadata(service).scope })),
    {
      method: 'GET',
      path: '/clusterStatus',
      handle: ({ request, response }) =>
        sendJson(request, response, 200, {
          clusterStatus: {
            [request.headers.host ?? 'localhost']: { hostAlive: true, activeStandbyPerQuery: {}, hostStoreLags: {} },
          },
        }),
    },
    json('/status', () => ({ commandStatuses: service.statuses() })),
    {
      method: 'GET',
      path: '/status/',
      handle: ({ request, response, rest }) => {
        const status = service.statusOf(rest);
        if (status === undefined) throw new RestError(restErrorCode.notFound, `Command ${rest} not found`);
        sendJson(request, response, 200, status);
      },
    },
    {
      method: 'GET',
      path: '/is_valid_property/',
      handle: ({ request, response, rest }) => {
        if (!service.isValidProperty(rest)) {
          throw new RestError(
            restErrorCode.badRequest,
            `Not recognizable as ksql, streams, consumer, or producer property: '${rest}'`,
          );
        }
        sendJson(request, response, 200, true);
      },
    },
    {
      method: 'GET',
      path: '/healthcheck',
      handle: async ({ request, response }) => {
        const { kafka, registry, commands } = await service.health();
        const isHealthy = kafka && registry && commands;
        sendJson(request, response, isHealthy ? 200 : 503, {
          isHealthy,
          details: {
            metastore: { isHealthy: commands },
            kafka: { isHealthy: kafka },
            commandRunner: { isHealthy: commands },
            schemaRegistry: { isHealthy: registry },
          },
          serverState: 'READY',
        });
      },
    },
    json('/millrace/queries', () => ({ items: service.queries() })),
  ];
}

function metadata(service: KsqlService): { id: string; scope: { path: string[]; clusters: Record<string, string> } } {
  const clusters = { 'kafka-cluster': service.clusterId, 'ksql-cluster': service.serviceId };
  return { id: '', scope: { path: [], clusters } };
}
