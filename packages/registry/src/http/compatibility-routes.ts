import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkAgainst } from '../decide/compatibility.ts';
import type { ParsedSchemas } from '../decide/parsed-schemas.ts';
import { readSent, versionsToCheck } from '../decide/register.ts';
import { levelOf } from '../decide/settings.ts';
import type { RegistryStore } from '../registry-store.ts';
import type { JsonObject } from '../state/json.ts';
import { versionOf } from '../state/queries.ts';
import type { StoredVersion } from '../state/registry-state.ts';
import { isTrue, pathOf, queryOf, sentSchemaOf, versionFrom } from './request.ts';

export function addCompatibilityRoutes(app: FastifyInstance, store: RegistryStore, parsed: ParsedSchemas): void {
  const { state } = store;

  const check = (request: FastifyRequest, versions: readonly StoredVersion[]): JsonObject => {
    const subject = pathOf(request, 'subject');
    const next = readSent(state, parsed, subject, sentSchemaOf(request)).parsed;
    const { compatible, messages } = checkAgainst(state, parsed, versions, next, levelOf(state, subject));
    return { is_compatible: compatible, ...(isTrue(queryOf(request)['verbose']) ? { messages } : {}) };
  };

  app.post('/compatibility/subjects/:subject/versions', (request) =>
    check(request, versionsToCheck(state, pathOf(request, 'subject'), levelOf(state, pathOf(request, 'subject')))),
  );

  app.post('/compatibility/subjects/:subject/versions/:version', (request) => {
    const subject = pathOf(request, 'subject');
    const version = versionFrom(pathOf(request, 'version'));
    // Whatever the level, a named version is checked alone. A subject without versions takes any schema as its latest.
    if (version === 'latest') return check(request, versionsToCheck(state, subject, 'NONE'));
    return check(request, [versionOf(state, subject, version)]);
  });
}
