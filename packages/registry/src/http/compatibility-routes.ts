import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkNew } from '../decide/check-new.ts';
import { checkCompatible } from '../decide/compatibility.ts';
import { readSent } from '../decide/read-schema.ts';
import { RegistryError, versionNotFound } from '../errors.ts';
import type { JsonObject } from '../state/json.ts';
import { findVersion } from '../state/queries.ts';
import type { StoredVersion } from '../state/registry-state.ts';
import type { Registry } from './registry.ts';
import { bodyOf, isTrue, queryOf, subjectOf, versionIn } from './request.ts';
import { sentSchemaOf } from './sent-schema-of.ts';

export function addCompatibilityRoutes(app: FastifyInstance, { store, parsed }: Registry): void {
  const { state } = store;

  const check = async (request: FastifyRequest, versions?: readonly StoredVersion[]): Promise<JsonObject> => {
    const { normalize, verbose } = queryOf(request);
    const sent = await sentSchemaOf(bodyOf(request), isTrue(normalize));
    const { isCompatible, messages } = explained(isTrue(verbose), () => {
      const read = readSent(state, parsed, subjectOf(request), sent);
      checkNew(state, subjectOf(request), read);
      return checkCompatible(state, parsed, subjectOf(request), read, versions);
    });
    return { is_compatible: isCompatible, ...(isTrue(verbose) ? { messages } : {}) };
  };

  app.post('/compatibility/subjects/:subject/versions', (request) => check(request));

  app.post('/compatibility/subjects/:subject/versions/:version', (request) => {
    const [subject, version] = [subjectOf(request), versionIn(request)];
    // Whatever the level, a named version is checked alone. A subject without versions takes any schema as its latest.
    const named = findVersion(state, subject, version);
    if (named === undefined && version !== 'latest') throw versionNotFound(version);
    return check(request, named === undefined ? [] : [named]);
  });
}

/** Who wants to know why is told so of a schema that cannot be read, too; others are refused. */
function explained(
  verbose: boolean,
  check: () => { isCompatible: boolean; messages: readonly string[] },
): { isCompatible: boolean; messages: readonly string[] } {
  try {
    return check();
  } catch (error) {
    if (verbose && error instanceof RegistryError && error.code === 42201) {
      return { isCompatible: false, messages: [error.message] };
    }
    throw error;
  }
}
