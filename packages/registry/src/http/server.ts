import type { Logger } from '@millrace/base';
import { fastify, type FastifyInstance } from 'fastify';
import { addGuard } from '../auth/guard.ts';
import type { RegistryAuth } from '../auth/sign-in.ts';
import type { DekContext } from '../dek/answering.ts';
import { addDekRoutes } from '../dek/dek-routes.ts';
import { addKekRoutes } from '../dek/kek-routes.ts';
import { ParsedSchemas } from '../decide/parsed-schemas.ts';
import type { RegistryStore } from '../registry-store.ts';
import { addAnswers } from './answers.ts';
import { addAssociationBatch } from './association-batch.ts';
import { addAssociationRoutes } from './association-routes.ts';
import { addBodies } from './bodies.ts';
import { addCompatibilityRoutes } from './compatibility-routes.ts';
import { withoutContextPath } from './context-url.ts';
import { addExporterRoutes, addInfoRoutes, type ServerInfo } from './info-routes.ts';
import { addListRoutes } from './list-routes.ts';
import type { Registry } from './registry.ts';
import { addSubjectResolution } from './resolve-subject.ts';
import { addSchemaRoutes } from './schema-routes.ts';
import { addSettingsRoutes } from './settings-routes.ts';
import { addSubjectRoutes } from './subject-routes.ts';
import { addVersionRoutes } from './version-routes.ts';

const bodyBytesMax = 16 * 1024 * 1024;

/** What a registry may have besides. */
export interface ServerParts {
  /** Who may sign in and do what; absent for everybody everything. */
  readonly auth?: RegistryAuth;
  /** The DEK registry; absent for none. */
  readonly dek?: DekContext;
  readonly now?: () => number;
}

/** The REST API over a store, not yet listening. Every answer, errors too, has the registry's media type. */
export function buildServer(
  store: RegistryStore,
  info: ServerInfo,
  logger: Logger,
  { auth, dek, now = Date.now }: ServerParts = {},
): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyBytesMax,
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => withoutContextPath(url),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
  });
  addBodies(app);
  addAnswers(app, logger);
  addSubjectResolution(app, store.state);
  addGuard(app, store.state, auth, logger);
  const registry: Registry = { store, parsed: new ParsedSchemas(), now };
  addInfoRoutes(app, registry, info);
  addExporterRoutes(app);
  addSubjectRoutes(app, registry);
  addVersionRoutes(app, registry);
  addListRoutes(app, registry);
  addSchemaRoutes(app, registry);
  addCompatibilityRoutes(app, registry);
  addSettingsRoutes(app, registry);
  addAssociationRoutes(app, registry);
  addAssociationBatch(app, registry);
  if (dek !== undefined) {
    addKekRoutes(app, dek);
    addDekRoutes(app, dek);
  }
  return app;
}
