import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { deleteSubject } from '../decide/delete.ts';
import { lookUp } from '../decide/look-up.ts';
import { readSent } from '../decide/read-schema.ts';
import { register } from '../decide/register.ts';
import { schemaNotFound } from '../errors.ts';
import { propertyOf } from '../state/content.ts';
import type { JsonObject } from '../state/json.ts';
import { assertSubject, latestUnder, newestOf, versionsOf } from '../state/queries.ts';
import type { Registry } from './registry.ts';
import { bodyOf, isTrue, listOf, pageOf, queryOf, subjectOf, visibilityOf } from './request.ts';
import { sentSchemaOf } from './sent-schema-of.ts';
import { registeredView, viewOf } from './view-of.ts';
import { versionView } from './views.ts';

export function addSubjectRoutes(app: FastifyInstance, registry: Registry): void {
  const { store, parsed, now } = registry;
  const { state } = store;

  app.get('/subjects', (request) => {
    const { subjectPrefix = ':*:' } = queryOf(request);
    const names = latestUnder(state, subjectPrefix, visibilityOf(request)).map(({ subject }) => subject);
    return pageOf(request, names.filter(mayRead(request.caller, 'subject')));
  });

  const find = async (request: FastifyRequest): Promise<JsonObject> => {
    const subject = subjectOf(request);
    const visibility = isTrue(queryOf(request)['deleted']) ? 'all' : 'live';
    assertSubject(state, subject, visibility);
    const sent = await sentSchemaOf(bodyOf(request), isTrue(queryOf(request)['normalize']));
    const found = lookUp(state, parsed, subject, readSent(state, parsed, subject, sent), visibility);
    if (found === undefined) throw schemaNotFound();
    return versionView(found, viewOf(request, registry, subject, found.content));
  };

  app.post('/subjects/:subject', (request) => find(request));

  app.delete('/subjects/:subject', (request) => {
    const permanent = isTrue(queryOf(request)['permanent']);
    return store.write((current) => deleteSubject(current, subjectOf(request), permanent));
  });

  app.get('/subjects/:subject/versions', (request) => {
    const [subject, visibility] = [subjectOf(request), visibilityOf(request)];
    assertSubject(state, subject, visibility);
    return pageOf(
      request,
      versionsOf(state, subject, visibility).map(({ version }) => version),
    );
  });

  const registered = async (request: FastifyRequest): Promise<JsonObject> => {
    const subject = subjectOf(request);
    const sent = await sentSchemaOf(bodyOf(request), isTrue(queryOf(request)['normalize']));
    const version = await store.write((current, lost) =>
      register(current, parsed, { subject, sent, now: now(), lost }),
    );
    return registeredView(request, registry, version);
  };

  app.post('/subjects/:subject/versions', (request) => registered(request));

  app.get('/subjects/:subject/metadata', (request) => {
    const [subject, visibility] = [subjectOf(request), visibilityOf(request)];
    const [keys, values] = [listOf(request, 'key'), listOf(request, 'value')];
    assertSubject(state, subject, visibility);
    const found = newestOf(state, subject, visibility).find(({ content }) =>
      keys.every((key, index) => propertyOf(content, key) === values[index]),
    );
    if (found === undefined) throw schemaNotFound();
    return versionView(found, viewOf(request, registry, subject, found.content));
  });
}
