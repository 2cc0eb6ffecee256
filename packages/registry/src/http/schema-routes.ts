import type { FastifyInstance, FastifyRequest } from 'fastify';
import { schemaTypes } from '@millrace/schema';
import { mayRead } from '../auth/caller.ts';
import { schemaNotFound } from '../errors.ts';
import type { RegistryStore } from '../registry-store.ts';
import { allVersions, placesOf } from '../state/queries.ts';
import type { Identified, Place } from '../state/registry-state.ts';
import { idFrom, isTrue, pageOf, pathOf, queryOf, takesUnknownMembers, visibilityOf } from './request.ts';
import { contentView, versionView } from './views.ts';

export function addSchemaRoutes(app: FastifyInstance, store: RegistryStore): void {
  const { state } = store;
  /** Every consumer asks for a schema by id when it starts; the answer never changes while the content is there. */
  const bodies = new WeakMap<Identified, string>();

  const places = (request: FastifyRequest): Place[] => {
    const mayReadSubject = mayRead(request.caller, 'subject');
    return placesOf(state, identified(request).id, visibilityOf(request)).filter(({ subject }) =>
      mayReadSubject(subject),
    );
  };

  const identified = (request: FastifyRequest): Identified => {
    const id = idFrom(pathOf(request, 'id'));
    const content = state.contents.get(id);
    if (content === undefined) throw schemaNotFound(id);
    return content;
  };

  app.get('/schemas/types', () => schemaTypes);

  app.get('/schemas/ids/:id', (request, reply) => {
    const content = identified(request);
    if (isTrue(queryOf(request)['fetchMaxId'])) return { ...contentView(content), maxId: state.maxId };
    const body = bodies.get(content) ?? JSON.stringify(contentView(content));
    bodies.set(content, body);
    return reply.send(body);
  });

  app.get('/schemas/ids/:id/schema', (request, reply) => reply.send(identified(request).schema));

  app.get('/schemas/ids/:id/versions', (request) => {
    const { subject } = queryOf(request);
    return pageOf(
      request,
      places(request).filter((place) => subject === undefined || place.subject === subject),
    );
  });

  app.get('/schemas/ids/:id/subjects', (request) => {
    return pageOf(request, [...new Set(places(request).map(({ subject }) => subject))]);
  });

  app.get('/schemas/guids/:guid', (request) => {
    const guid = pathOf(request, 'guid');
    const content = state.contents.get(state.idByGuid.get(guid) ?? 0);
    if (content === undefined) throw schemaNotFound(guid);
    return contentView(content);
  });

  app.get('/schemas/guids/:guid/ids', (request) => {
    const guid = pathOf(request, 'guid');
    const id = state.idByGuid.get(guid);
    if (id === undefined) throw schemaNotFound(guid);
    return [{ context: '.', id }];
  });

  app.get('/schemas', (request) => {
    const { subjectPrefix = '', latestOnly } = queryOf(request);
    const prefix = subjectPrefix.replace(/^:\*:/, '');
    const mayReadSubject = mayRead(request.caller, 'subject');
    const schemas = allVersions(state, visibilityOf(request)).filter(
      ({ subject }) => subject.startsWith(prefix) && mayReadSubject(subject),
    );
    const newest = new Map(schemas.map((schema) => [schema.subject, schema]));
    const chosen = isTrue(latestOnly) ? [...newest.values()] : schemas;
    return pageOf(request, chosen).map((schema) => versionView(schema, takesUnknownMembers(request)));
  });
}
