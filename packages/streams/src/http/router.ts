import type { Logger } from '@millrace/base';
import { RestError, restErrorCode, restErrorOf } from '../rest/errors.ts';
import type { HttpRequest, HttpResponse } from './listener.ts';
import { sendError } from './reply.ts';

export interface RouteCall {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** What followed a route's path that ends with a slash. */
  readonly rest: string;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** The whole path, or its beginning when it ends with a slash. */
  readonly path: string;
  handle(call: RouteCall): Promise<void> | void;
}

/** Finds the route of a request, and answers in ksqlDB's form when there is none or when it fails. */
export function router(
  routes: readonly Route[],
  logger: Logger,
): (request: HttpRequest, response: HttpResponse) => void {
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const route = routes.find(
      (each) =>
        each.method === request.method &&
        (each.path === path || (each.path.length > 1 && each.path.endsWith('/') && path.startsWith(each.path))),
    );
    const run = async (): Promise<void> => {
      if (route === undefined) {
        throw new RestError(restErrorCode.notFound, `${request.method} ${path} is not part of this API.`);
      }
      await route.handle({ request, response, rest: decodeURIComponent(path.slice(route.path.length)) });
    };
    run().catch((thrown: unknown) => {
      const error = restErrorOf(thrown);
      if (error.code === restErrorCode.server) logger.error({ err: thrown, path }, 'a request failed');
      if (response.headersSent) response.end();
      else sendError(request, response, error);
    });
  };
}
