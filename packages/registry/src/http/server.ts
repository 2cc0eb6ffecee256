import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import type { Logger } from '@millrace/base';
import { addGuard } from '../auth/guard.ts';
import type { RegistryAuth } from '../auth/sign-in.ts';
import { readableContexts } from '../auth/caller.ts';
import { RegistryError } from '../errors.ts';
import type { RegistryStore } from '../registry-store.ts';
import { ParsedSchemas } from '../decide/parsed-schemas.ts';
import { addCompatibilityRoutes } from './compatibility-routes.ts';
import { mediaTypeFor } from './media-types.ts';
import { pageOf } from './request.ts';
import { addSchemaRoutes } from './schema-routes.ts';
import { addSettingsRoutes } from './settings-routes.ts';
import { addSubjectRoutes, addVersionRoutes } from './subject-routes.ts';

const bodyBytesMax = 16 * 1024 * 1024;

export interface ServerInfo {
  readonly version: string;
  /** Id of the Kafka cluster that keeps the state. */
  readonly clusterId: string;
}

/** The REST API over a store, not yet listening. Every answer, errors too, has the registry's media type. */
export function buildServer(
  store: RegistryStore,
  info: ServerInfo,
  logger: Logger,
  auth?: RegistryAuth,
): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyBytesMax,
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => url.replace(/^\/+/, '/'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(new RegistryError(400, 400, 'The request body is not JSON'));
    }
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.header('content-type', mediaTypeFor(request.headers.accept));
    done(null, payload);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error_code: 404, message: 'HTTP 404 Not Found' }));
  app.setErrorHandler((error: FastifyError | RegistryError, request, reply) => {
    if (error instanceof RegistryError) {
      return reply.code(error.status).send({ error_code: error.code, message: error.message });
    }
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error_code: status, message: error.message });
    logger.error({ error, method: request.method, url: request.url }, 'a request to the registry failed');
    return reply
      .code(500)
      .send({ error_code: 50001, message: 'Internal error of the registry; its log has the details' });
  });
  addGuard(app, store.state, auth, logger);
  addInfoRoutes(app, store, info);
  const parsed = new ParsedSchemas();
  addSubjectRoutes(app, store, parsed);
  addVersionRoutes(app, store);
  addSchemaRoutes(app, store);
  addCompatibilityRoutes(app, store, parsed);
  addSettingsRoutes(app, store);
  return app;
}

function addInfoRoutes(app: FastifyInstance, store: RegistryStore, info: ServerInfo): void {
  app.get('/', () => ({}));
  app.post('/', () => ({}));
  app.get('/v1/metadata/id', () => ({
    id: '',
    scope: { path: [], clusters: { 'kafka-cluster': info.clusterId, 'schema-registry-cluster': 'schema-registry' } },
  }));
  app.get('/v1/metadata/version', () => ({ version: info.version, commitId: '' }));
  app.get('/contexts', (request) => pageOf(request, readableContexts(store.state, request.caller)));
}
