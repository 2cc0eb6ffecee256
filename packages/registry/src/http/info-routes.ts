import type { FastifyInstance } from 'fastify';
import { readableContexts } from '../auth/caller.ts';
import { deleteContext } from '../decide/contexts.ts';
import { notPermitted } from '../errors.ts';
import type { Registry } from './registry.ts';
import { contextSpelled, pageOf, pathOf, queryOf } from './request.ts';

export interface ServerInfo {
  /** The version of Confluent's registry that this one answers as. */
  readonly version: string;
  /** Id of the Kafka cluster that keeps the state. */
  readonly clusterId: string;
}

/** What is about the registry as a whole: its root, its metadata, its contexts. */
export function addInfoRoutes(app: FastifyInstance, { store }: Registry, info: ServerInfo): void {
  const clusters = { 'kafka-cluster': info.clusterId, 'schema-registry-cluster': 'schema-registry' };
  app.get('/', () => ({}));
  app.post('/', () => ({}));
  app.get('/v1/metadata/id', () => ({ id: '', scope: { path: [], clusters } }));
  app.get('/v1/metadata/version', () => ({ version: info.version, commitId: '' }));
  app.get('/v1/metadata/deployment', () => ({ attributes: [] }));

  app.get('/contexts', (request) => {
    const { contextPrefix = '' } = queryOf(request);
    const contexts = readableContexts(store.state, request.caller).filter((context) =>
      context.startsWith(contextPrefix),
    );
    return pageOf(request, contexts);
  });

  app.delete('/contexts/:context', (request, reply) => {
    const context = contextSpelled(pathOf(request, 'context'));
    return store.write((current) => deleteContext(current, context)).then(() => reply.code(204).send());
  });
}

/** Exporters copy schemas to another registry. There are none here, and none can be made. */
export function addExporterRoutes(app: FastifyInstance): void {
  const one = '/exporters/:name';
  const refuse = (): never => {
    throw notPermitted('Exporters are not supported: let the other registry read the same topic, or copy by the API');
  };
  app.get('/exporters', () => []);
  app.post('/exporters', refuse);
  for (const path of [one, `${one}/config`, `${one}/status`]) app.get(path, refuse);
  for (const path of [one, `${one}/config`, `${one}/pause`, `${one}/reset`, `${one}/resume`]) app.put(path, refuse);
  app.delete(one, refuse);
}
