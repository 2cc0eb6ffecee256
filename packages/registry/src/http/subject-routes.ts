import type { FastifyInstance } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { deleteSubject, deleteVersion } from '../decide/delete.ts';
import { findVersion, readSent, register } from '../decide/register.ts';
import { schemaNotFound } from '../errors.ts';
import type { RegistryStore } from '../registry-store.ts';
import { isObject } from '../state/json.ts';
import { referencesTo, someVersionsOf, subjectNames, versionOf } from '../state/queries.ts';
import {
  isTrue,
  listOf,
  pageOf,
  pathOf,
  queryOf,
  sentSchemaOf,
  takesUnknownMembers,
  versionFrom,
  visibilityOf,
} from './request.ts';
import { contentView, versionView } from './views.ts';

/** Matches every context and subject; what clients send to mean "all". */
const anyContext = ':*:';

export function addSubjectRoutes(app: FastifyInstance, store: RegistryStore): void {
  const { state, parsed } = store;

  app.get('/subjects', (request) => {
    const prefix = queryOf(request)['subjectPrefix'] ?? anyContext;
    const start = prefix.startsWith(anyContext) ? prefix.slice(anyContext.length) : prefix;
    return pageOf(
      request,
      subjectNames(state, visibilityOf(request))
        .filter((name) => name.startsWith(start))
        .filter(mayRead(request.caller, 'subject')),
    );
  });

  app.post('/subjects/:subject', (request) => {
    const subject = pathOf(request, 'subject');
    const deleted = isTrue(queryOf(request)['deleted']);
    someVersionsOf(state, subject, deleted ? 'all' : 'live');
    const found = findVersion(state, subject, readSent(state, parsed, subject, sentSchemaOf(request)), deleted);
    if (found === undefined) throw schemaNotFound();
    return versionView(found, takesUnknownMembers(request));
  });

  app.delete('/subjects/:subject', (request) =>
    store.write((current) => deleteSubject(current, pathOf(request, 'subject'), isTrue(queryOf(request)['permanent']))),
  );

  app.get('/subjects/:subject/versions', (request) => {
    const versions = someVersionsOf(state, pathOf(request, 'subject'), visibilityOf(request));
    return pageOf(
      request,
      versions.map(({ version }) => version),
    );
  });

  app.post('/subjects/:subject/versions', (request) => {
    const subject = pathOf(request, 'subject');
    const sent = sentSchemaOf(request);
    const answer = store.write((current, lost) => register(current, parsed, subject, sent, lost));
    const full = takesUnknownMembers(request);
    return answer.then(({ id, version, guid, ...content }) =>
      full ? { id, version, guid, ...contentView(content) } : { id },
    );
  });

  app.get('/subjects/:subject/metadata', (request) => {
    const [keys, values] = [listOf(request, 'key'), listOf(request, 'value')];
    const versions = someVersionsOf(state, pathOf(request, 'subject'), visibilityOf(request));
    const found = versions.findLast((schema) => {
      const properties = schema.metadata?.['properties'];
      return keys.every((key, index) => isObject(properties) && properties[key] === values[index]);
    });
    if (found === undefined) throw schemaNotFound();
    return versionView(found, takesUnknownMembers(request));
  });
}

export function addVersionRoutes(app: FastifyInstance, store: RegistryStore): void {
  const { state } = store;
  const path = '/subjects/:subject/versions/:version';

  app.get(path, (request) => {
    const version = versionFrom(pathOf(request, 'version'));
    const schema = versionOf(state, pathOf(request, 'subject'), version, visibilityOf(request));
    return versionView(schema, takesUnknownMembers(request));
  });

  app.get(`${path}/schema`, (request, reply) => {
    const version = versionFrom(pathOf(request, 'version'));
    return reply.send(versionOf(state, pathOf(request, 'subject'), version, visibilityOf(request)).schema);
  });

  app.get(`${path}/referencedby`, (request) => {
    const version = versionFrom(pathOf(request, 'version'));
    const schema = versionOf(state, pathOf(request, 'subject'), version, 'all');
    const mayReadSubject = mayRead(request.caller, 'subject');
    const users = referencesTo(state, schema, visibilityOf(request)).filter(({ subject }) => mayReadSubject(subject));
    const ids = users.map(({ id }) => id);
    return pageOf(request, [...new Set(ids)]);
  });

  app.delete(path, (request) =>
    store.write((current) =>
      deleteVersion(
        current,
        pathOf(request, 'subject'),
        versionFrom(pathOf(request, 'version')),
        isTrue(queryOf(request)['permanent']),
      ),
    ),
  );
}
