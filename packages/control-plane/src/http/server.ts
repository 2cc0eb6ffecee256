import fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MeshContext } from '../context.ts';
import { isLocalHostHeader } from '../options.ts';
import { metricsRoute } from './metrics.ts';
import { openApi } from './openapi.ts';
import { mapErrors, problem, sendProblem } from './problem.ts';
import { Routes } from './route.ts';
import { auditRoutes } from './routes/audit.ts';
import { consumerRoutes } from './routes/consumers.ts';
import { governanceRoutes } from './routes/governance.ts';
import { lineageRoutes } from './routes/lineage.ts';
import { productRoutes, publishingRoutes } from './routes/products.ts';
import { sqlRoutes } from './routes/sql.ts';
import { statusRoutes } from './routes/status.ts';
import { Streams, streamRoutes } from './routes/stream.ts';
import { topicRoutes } from './routes/topics.ts';
import { webFiles } from './web-files.ts';

const bodyBytesMax = 2 * 1024 * 1024;

export interface HttpServer {
  readonly app: FastifyInstance;
  readonly streams: Streams;
}

/** The HTTP face of the mesh: API, document, health, metrics and, when it is built, the UI. */
export async function buildServer(context: MeshContext, version: string, webRoot?: string): Promise<HttpServer> {
  const app = fastify({
    bodyLimit: bodyBytesMax,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_000 },
    ajv: { customOptions: { coerceTypes: 'array', removeAdditional: false, allErrors: false } },
  });
  mapErrors(app, context.logger);
  app.addHook('onRequest', (request, reply, next) => {
    if (isLocalHostHeader(request.headers.host)) next();
    else
      void sendProblem(reply, problem('FORBIDDEN', `This mesh does not answer for the host ${request.headers.host}.`));
  });
  const streams = new Streams(context);
  metricsRoute(app, context, streams);
  const routes = new Routes(app, (request) => actorOf(context, request));
  for (const add of [
    productRoutes,
    publishingRoutes,
    consumerRoutes,
    governanceRoutes,
    lineageRoutes,
    topicRoutes,
    auditRoutes,
    sqlRoutes,
    statusRoutes,
  ])
    add(routes, context);
  streamRoutes(routes, streams);
  const document = openApi(routes.operations, version);
  app.get('/api/openapi.json', () => document);
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const ready = context.live.reachable;
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'the cluster does not answer' });
  });
  if (webRoot !== undefined) await webFiles(app, webRoot);
  return { app, streams };
}

/** Who acts: as the request says, or the first person of the mesh. */
function actorOf({ store }: MeshContext, request: FastifyRequest): string {
  const as = request.headers['x-millrace-as'];
  const said = decoded((Array.isArray(as) ? as[0] : as)?.trim() ?? '');
  return said === '' ? (store.state.directory.people[0]?.name ?? 'you') : said;
}

/** A header holds ASCII only, so a name of other letters comes percent-encoded. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
