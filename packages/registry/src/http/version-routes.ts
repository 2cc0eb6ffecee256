import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { deleteVersion } from '../decide/delete.ts';
import { tagVersion } from '../decide/tag-version.ts';
import type { JsonObject } from '../state/json.ts';
import { findVersion, namesakesOf, referencesTo, versionOf } from '../state/queries.ts';
import type { StoredVersion } from '../state/registry-state.ts';
import type { Registry } from './registry.ts';
import { bodyOf, isTrue, pageOf, queryOf, subjectOf, versionIn, visibilityOf } from './request.ts';
import { sentTaggingOf } from './sent-tagging-of.ts';
import { registeredView, textOf, viewOf } from './view-of.ts';
import { versionView } from './views.ts';

const path = '/subjects/:subject/versions/:version';

export function addVersionRoutes(app: FastifyInstance, registry: Registry): void {
  const { store, parsed, now } = registry;
  const { state } = store;

  /** The version that the path names. One that is not there under a name without a context may be in another context. */
  const named = (request: FastifyRequest): StoredVersion => {
    const [subject, version, visibility] = [subjectOf(request), versionIn(request), visibilityOf(request)];
    const mayReadSubject = mayRead(request.caller, 'subject');
    const found = namesakesOf(state, subject)
      .filter((name) => name === subject || mayReadSubject(name))
      .map((name) => findVersion(state, name, version, visibility))
      .find((each) => each !== undefined);
    return found ?? versionOf(state, subject, version, visibility);
  };

  app.get(path, (request) => {
    const version = named(request);
    return versionView(version, viewOf(request, registry, version.subject, version.content));
  });

  app.get(`${path}/schema`, (request, reply) => {
    const { subject, content } = named(request);
    return reply.send(textOf(request, registry, subject, content));
  });

  app.get(`${path}/referencedby`, (request) => {
    const target = versionOf(state, subjectOf(request), versionIn(request), 'all');
    const mayReadSubject = mayRead(request.caller, 'subject');
    const users = referencesTo(state, target, visibilityOf(request)).filter(({ subject }) => mayReadSubject(subject));
    const ids = new Set(users.map(({ content }) => content.id));
    return pageOf(
      request,
      [...ids].toSorted((left, right) => left - right),
    );
  });

  const tagged = async (request: FastifyRequest): Promise<JsonObject> => {
    const [subject, version] = [subjectOf(request), versionIn(request)];
    const sent = await sentTaggingOf(bodyOf(request));
    const registered = await store.write((current, lost) =>
      tagVersion(current, parsed, { ...sent, subject, version, now: now(), lost }),
    );
    return registeredView(request, registry, registered);
  };

  app.post(`${path}/tags`, (request) => tagged(request));

  app.delete(path, (request) => {
    const [subject, version] = [subjectOf(request), versionIn(request)];
    const permanent = isTrue(queryOf(request)['permanent']);
    return store.write((current) => deleteVersion(current, subject, version, permanent));
  });
}
