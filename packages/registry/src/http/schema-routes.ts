import type { FastifyInstance, FastifyRequest } from 'fastify';
import { schemaTypes } from '@millrace/schema';
import { mayRead } from '../auth/caller.ts';
import { schemaNotFound } from '../errors.ts';
import type { RegistryStore } from '../registry-store.ts';
import { under } from '../log/table.ts';
import { guidKey } from '../state/keys.ts';
import { contentWithId, latestUnder, placesOf, versionsUnder } from '../state/queries.ts';
import type { Identified, StoredVersion } from '../state/registry-state.ts';
import { idFrom, isTrue, pageOf, pathOf, queryOf, takesUnknownMembers, visibilityOf } from './request.ts';
import { contentView, versionView } from './views.ts';

export function addSchemaRoutes(app: FastifyInstance, store: RegistryStore): void {
  const { state } = store;
  /** Every consumer asks for a schema by id when it starts; the answer never changes while the content is there. */
  const bodies = new WeakMap<Identified, string>();

  const places = (request: FastifyRequest): IteratorObject<StoredVersion> => {
    const mayReadSubject = mayRead(request.caller, 'subject');
    return placesOf(state, '.', identified(request).id, visibilityOf(request)).filter(({ subject }) =>
      mayReadSubject(subject),
    );
  };

  const identified = (request: FastifyRequest): Identified => {
    const id = idFrom(pathOf(request, 'id'));
    const content = contentWithId(state, '.', id);
    if (content === undefined) throw schemaNotFound(id);
    return content;
  };

  app.get('/schemas/types', () => schemaTypes);

  app.get('/schemas/ids/:id', (request, reply) => {
    const content = identified(request);
    if (isTrue(queryOf(request)['fetchMaxId'])) return { ...contentView(content), maxId: state.maxIds.get('.\0') };
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
    ).map(({ subject: name, version }) => ({ subject: name, version }));
  });

  app.get('/schemas/ids/:id/subjects', (request) =>
    pageOf(request, new Set(places(request).map(({ subject }) => subject))),
  );

  app.get('/schemas/guids/:guid', (request) => {
    const guid = pathOf(request, 'guid');
    const [first] = under(state.guids, guidKey(guid));
    const content = first && contentWithId(state, first.context, first.id);
    if (content === undefined) throw schemaNotFound(guid);
    return contentView(content);
  });

  app.get('/schemas/guids/:guid/ids', (request) => {
    const guid = pathOf(request, 'guid');
    const ids = [...under(state.guids, guidKey(guid))];
    if (ids.length === 0) throw schemaNotFound(guid);
    return ids;
  });

  app.get('/schemas', (request) => {
    const { subjectPrefix = '', latestOnly } = queryOf(request);
    const versions = isTrue(latestOnly)
      ? latestUnder(state, subjectPrefix, visibilityOf(request))
      : versionsUnder(state, subjectPrefix, visibilityOf(request));
    const mayReadSubject = mayRead(request.caller, 'subject');
    const readable = versions.filter(({ subject }) => mayReadSubject(subject));
    return pageOf(request, readable).map((schema) => versionView(schema, takesUnknownMembers(request)));
  });
}
