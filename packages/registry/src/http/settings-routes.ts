import type { FastifyInstance, FastifyRequest } from 'fastify';
import { changeConfig, configOf, removeConfig } from '../decide/config.ts';
import { changeMode, modeOf, removeMode } from '../decide/mode.ts';
import type { JsonObject } from '../state/json.ts';
import type { Registry } from './registry.ts';
import { bodyOf, isTrue, queryOf, subjectOf } from './request.ts';
import { sentConfigOf } from './sent-config-of.ts';

/** `/config` and `/mode`, each for the default context and for a subject or another context. */
export function addSettingsRoutes(app: FastifyInstance, { store }: Registry): void {
  const { state } = store;
  const scopeOf = (request: FastifyRequest): string | null => subjectOf(request) || null;
  const flag = (request: FastifyRequest, name: string): boolean => isTrue(queryOf(request)[name]);

  const change = async (request: FastifyRequest): Promise<JsonObject> => {
    const config = await sentConfigOf(bodyOf(request));
    return store.write((current) => changeConfig(current, scopeOf(request), config));
  };

  for (const path of ['/config', '/config/:subject']) {
    app.get(path, (request) => configOf(state, scopeOf(request), flag(request, 'defaultToGlobal')));
    app.put(path, (request) => change(request));
    app.delete(path, (request) => store.write((current) => removeConfig(current, scopeOf(request))));
  }
  for (const path of ['/mode', '/mode/:subject']) {
    app.get(path, (request) => ({ mode: modeOf(state, scopeOf(request), flag(request, 'defaultToGlobal')) }));
    app.put(path, (request) => {
      const { mode } = bodyOf(request);
      return store.write((current) => changeMode(current, scopeOf(request), mode, flag(request, 'force')));
    });
    app.delete(path, (request) =>
      store.write((current) => removeMode(current, scopeOf(request), flag(request, 'recursive'))),
    );
  }
}
