import type { Logger } from '@millrace/base';
import type { FastifyError, FastifyInstance } from 'fastify';
import { RegistryError } from '../errors.ts';
import { acceptedType, preferredType } from './media-types.ts';

/** Gives every answer, errors too, the media type of the registry that the client takes, and errors the registry's form. */
export function addAnswers(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    done(
      acceptedType(headers.accept) === undefined ? new RegistryError(406, 406, 'HTTP 406 Not Acceptable') : undefined,
    );
  });
  app.addHook('onSend', ({ headers }, reply, payload, done) => {
    void reply.header('content-type', acceptedType(headers.accept) ?? preferredType);
    done(null, payload);
  });
  addUnknownRoutes(app);
  app.setErrorHandler((error: FastifyError | RegistryError, request, reply) => {
    if (error instanceof RegistryError) {
      return reply.code(error.status).send({ error_code: error.code, message: error.message });
    }
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error_code: status, message: error.message });
    logger.error({ error, method: request.method, url: request.url }, 'a request to the registry failed');
    const message = 'Internal error of the registry; its log has the details';
    return reply.code(500).send({ error_code: 50001, message });
  });
}

/** A path that is there under another method is told apart from one that is not there. */
function addUnknownRoutes(app: FastifyInstance): void {
  const paths = new Set<string>();
  app.addHook('onRoute', ({ url }) => void paths.add(url));
  app.setNotFoundHandler(({ url }, reply) => {
    const path = url.replace(/\?.*$/s, '').replace(/(.)\/$/, '$1');
    const isThere = [...paths].some((each) => new RegExp(`^${each.replaceAll(/:\w+/g, '[^/]+')}$`).test(path));
    const [status, name] = isThere ? [405, 'Method Not Allowed'] : [404, 'Not Found'];
    return reply.code(status).send({ error_code: status, message: `HTTP ${status} ${name}` });
  });
}
