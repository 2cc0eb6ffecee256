import type { FastifyInstance, FastifyRequest } from 'fastify';
import { changeConfig, changeMode, configOf, modeOf, removeConfig, removeMode } from '../decide/settings.ts';
import type { RegistryStore } from '../registry-store.ts';
import { bodyOf, isTrue, pathOf, queryOf } from './request.ts';

/** `/config` and `/mode`, each for the registry and for a subject. */
export function addSettingsRoutes(app: FastifyInstance, store: RegistryStore): void {
  const { state } = store;
  const subjectOf = (request: FastifyRequest): string | null => {
    const subject = pathOf(request, 'subject');
    return subject === '' ? null : subject;
  };
  const inherits = (request: FastifyRequest): boolean => isTrue(queryOf(request)['defaultToGlobal']);
  const forced = (request: FastifyRequest): boolean => isTrue(queryOf(request)['force']);

  for (const path of ['/config', '/config/:subject']) {
    app.get(path, (request) => configOf(state, subjectOf(request), inherits(request)));
    app.put(path, (request) => store.write((current) => changeConfig(current, subjectOf(request), bodyOf(request))));
    app.delete(path, (request) => store.write((current) => removeConfig(current, subjectOf(request))));
  }
  for (const path of ['/mode', '/mode/:subject']) {
    app.get(path, (request) => ({ mode: modeOf(state, subjectOf(request), inherits(request)) }));
    app.put(path, (request) =>
      store.write((current) => changeMode(current, subjectOf(request), bodyOf(request)['mode'], forced(request))),
    );
    app.delete(path, (request) => store.write((current) => removeMode(current, subjectOf(request))));
  }
}
