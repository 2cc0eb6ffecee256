import type { FastifyInstance } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { deleteSubject, deleteVersion } from '../decide/delete.ts';
import type { ParsedSchemas } from '../decide/parsed-schemas.ts';
import { readSent, register } from '../decide/register.ts';
import { schemaNotFound, subjectNotFound } from '../errors.ts';
import type { RegistryStore } from '../registry-store.ts';
import { isObject } from '../state/json.ts';
import {
  assertSubject,
  latestUnder,
  newestOf,
  referencesTo,
  versionOf,
  versionsOf,
  versionWith,
} from '../state/queries.ts';
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

export function addSubjectRoutes(app: FastifyInstance, store: RegistryStore, parsed: ParsedSchemas): void {
  const { state } = store;

  app.get('/subjects', (request) => {
    const { subjectPrefix = ':*:' } = queryOf(request);
    const names = latestUnder(state, subjectPrefix, visibilityOf(request)).map(({ subject }) => subject);
    return pageOf(request, names.filter(mayRead(request.caller, 'subject')));
  });

  app.post('/subjects/:subject', (request) => {
    const subject = pathOf(request, 'subject');
    const deleted = isTrue(queryOf(request)['deleted']);
    const visibility = deleted ? 'all' : 'live';
    assertSubject(state, subject, visibility);
    const { guid } = readSent(state, parsed, subject, sentSchemaOf(request));
    const found = versionWith(state, subject, guid, visibility);
    if (found === undefined) throw schemaNotFound();
    return versionView(found, takesUnknownMembers(request));
  });

  app.delete('/subjects/:subject', (request) =>
    store.write((current) => deleteSubject(current, pathOf(request, 'subject'), isTrue(queryOf(request)['permanent']))),
  );

  app.get('/subjects/:subject/versions', (request) => {
    const versions = versionsOf(state, pathOf(request, 'subject'), visibilityOf(request));
    if (versions.length === 0) throw subjectNotFound(pathOf(request, 'subject'));
    return pageOf(request, versions).map(({ version }) => version);
  });

  app.post('/subjects/:subject/versions', (request) => {
    const subject = pathOf(request, 'subject');
    const sent = sentSchemaOf(request);
    const answer = store.write((current, lost) => register(current, parsed, subject, sent, Date.now(), lost));
    const full = takesUnknownMembers(request);
    return answer.then(({ version, content }) =>
      full ? { id: content.id, version, guid: content.guid, ...contentView(content) } : { id: content.id },
    );
  });

  app.get('/subjects/:subject/metadata', (request) => {
    const [keys, values] = [listOf(request, 'key'), listOf(request, 'value')];
    assertSubject(state, pathOf(request, 'subject'), visibilityOf(request));
    const found = newestOf(state, pathOf(request, 'subject'), visibilityOf(request)).find((schema) => {
      const properties = schema.content.metadata?.['properties'];
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
    return reply.send(versionOf(state, pathOf(request, 'subject'), version, visibilityOf(request)).content.schema);
  });

  app.get(`${path}/referencedby`, (request) => {
    const version = versionFrom(pathOf(request, 'version'));
    const schema = versionOf(state, pathOf(request, 'subject'), version, 'all');
    const mayReadSubject = mayRead(request.caller, 'subject');
    const users = referencesTo(state, schema, visibilityOf(request)).filter(({ subject }) => mayReadSubject(subject));
    return pageOf(request, new Set(users.map(({ content }) => content.id)));
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
