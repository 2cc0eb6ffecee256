import { schemaTypes } from '@millrace/schema';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { schemaNotFound } from '../errors.ts';
import { under } from '../log/table.ts';
import { contextKey, guidKey } from '../state/keys.ts';
import { contentWithId, placeOf, placesOf } from '../state/ids.ts';
import { parseSubject } from '../state/qualified-subject.ts';
import type { ContextId, Identified, StoredVersion } from '../state/registry-state.ts';
import type { Registry } from './registry.ts';
import { idAskedFor, isTrue, pageOf, pathOf, queryOf, takesUnknownMembers, visibilityOf } from './request.ts';
import { textOf, viewOf } from './view-of.ts';
import { contentView, placeView } from './views.ts';

/** `/schemas/ids` and `/schemas/guids`. Ids are those of a context, which a subject beside tells. */
export function addSchemaRoutes(app: FastifyInstance, registry: Registry): void {
  const { state } = registry.store;
  /** Every consumer asks for a schema by id when it starts; the answer never changes while the content is there. */
  const bodies = new WeakMap<Identified, string>();

  const identified = (request: FastifyRequest) => {
    const asked = idAskedFor(state, request);
    const content = contentWithId(state, asked.context, asked.id);
    if (content === undefined) throw schemaNotFound(asked.id);
    return { ...asked, content };
  };

  /** The version by which the caller is told of a content. */
  const placeFor = ({ caller }: FastifyRequest, { context, id, subject }: ContextId & { readonly subject?: string }) =>
    placeOf(state, context, id, subject, mayRead(caller, 'subject'));

  const places = (request: FastifyRequest): IteratorObject<StoredVersion> => {
    const { context, content, subject } = identified(request);
    const mayReadSubject = mayRead(request.caller, 'subject');
    const { name } = parseSubject(subject ?? '');
    return placesOf(state, context, content.id, visibilityOf(request)).filter(
      (place) => mayReadSubject(place.subject) && (name === '' || parseSubject(place.subject).name === name),
    );
  };

  const subjectsOf = (request: FastifyRequest): readonly string[] =>
    pageOf(request, new Set(places(request).map(({ subject }) => subject)));

  app.get('/schemas/types', () => schemaTypes);

  app.get('/schemas/ids/:id', (request, reply) => {
    const asked = identified(request);
    const { context, content } = asked;
    const wantsMaxId = isTrue(queryOf(request)['fetchMaxId']);
    if (wantsMaxId || !isPlain(request)) {
      const place = placeFor(request, asked);
      const view = viewOf(request, registry, place?.subject ?? '', content);
      const maxId = wantsMaxId ? { maxId: state.maxIds.get(contextKey(context)) } : {};
      const subjects = wantsSubjects(request) ? { subjects: subjectsOf(request) } : {};
      return {
        ...(view.full && place !== undefined ? placeView(place) : {}),
        ...contentView(content, view),
        ...maxId,
        ...subjects,
      };
    }
    const body = bodies.get(content) ?? JSON.stringify(contentView(content, { full: false }));
    bodies.set(content, body);
    return reply.send(body);
  });

  app.get('/schemas/ids/:id/schema', (request, reply) => {
    const asked = identified(request);
    return reply.send(textOf(request, registry, placeFor(request, asked)?.subject ?? '', asked.content));
  });

  app.get('/schemas/ids/:id/versions', (request) =>
    pageOf(
      request,
      places(request).map(({ subject, version }) => ({ subject, version })),
    ),
  );

  app.get('/schemas/ids/:id/subjects', (request) => subjectsOf(request));

  app.get('/schemas/guids/:guid', (request) => {
    const guid = pathOf(request, 'guid');
    for (const each of under(state.guids, guidKey(guid))) {
      const content = contentWithId(state, each.context, each.id);
      const place = placeFor(request, each);
      if (content !== undefined && place !== undefined)
        return contentView(content, viewOf(request, registry, place.subject, content));
    }
    throw schemaNotFound(guid);
  });

  app.get('/schemas/guids/:guid/ids', (request) => {
    const guid = pathOf(request, 'guid');
    const ids = under(state.guids, guidKey(guid))
      .filter((each) => placeFor(request, each) !== undefined)
      .toArray();
    if (ids.length === 0) throw schemaNotFound(guid);
    return ids;
  });
}

/** Karapace tells on request who has the schema. */
const wantsSubjects = (request: FastifyRequest): boolean => isTrue(queryOf(request)['includeSubjects']);

/** Whether the answer is the one that most clients get: nothing but the id is asked for. */
function isPlain(request: FastifyRequest): boolean {
  return !takesUnknownMembers(request) && Object.keys(queryOf(request)).every((name) => name === 'subject');
}
