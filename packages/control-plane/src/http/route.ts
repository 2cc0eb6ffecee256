import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';

/** One operation of the API. Its schemas validate requests and are the document at `/api/openapi.json`. */
export interface Operation<Params extends TSchema, Query extends TSchema, Body extends TSchema> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Absent: no content. */
  readonly answer?: TSchema;
  readonly status?: 200 | 201 | 204;
  readonly contentType?: string;
}

export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly actor: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Registers operations with the server and keeps them for the document. */
export class Routes {
  readonly operations: Operation<TSchema, TSchema, TSchema>[] = [];
  readonly #app: FastifyInstance;
  readonly #actorOf: (request: FastifyRequest) => string;

  constructor(app: FastifyInstance, actorOf: (request: FastifyRequest) => string) {
    this.#app = app;
    this.#actorOf = actorOf;
  }

  /** What the handler returns is the answer's body; a handler that wrote to `reply` itself returns the reply. */
  add<Params extends TSchema, Query extends TSchema, Body extends TSchema>(
    operation: Operation<Params, Query, Body>,
    handle: (call: Call<Static<Params>, Static<Query>, Static<Body>>) => unknown,
  ): void {
    this.operations.push(operation);
    const { method, path, params, query, body, answer } = operation;
    const status = operation.status ?? (answer === undefined ? 204 : 200);
    this.#app.route({
      method,
      // A colon in the path itself (`/products:check`) is written twice for the router.
      url: `/api/v1${path.replace('products:check', 'products::check')}`,
      schema: {
        ...(params === undefined ? {} : { params }),
        ...(query === undefined ? {} : { querystring: query }),
        ...(body === undefined ? {} : { body }),
      },
      handler: async (request, reply) => {
        const given = await handle({
          params: request.params as Static<Params>,
          query: request.query as Static<Query>,
          body: request.body as Static<Body>,
          actor: this.#actorOf(request),
          request,
          reply,
        });
        if (given === reply) return reply;
        return status === 204 ? reply.code(204).send() : reply.code(status).send(given);
      },
    });
  }
}
