import type { FastifyInstance } from 'fastify';
import { invalidSubject } from '../errors.ts';
import { aliasIn } from '../state/aliases.ts';
import { settingsKey } from '../state/keys.ts';
import { normalSubject } from '../state/qualified-subject.ts';
import type { RegistryState } from '../state/registry-state.ts';

/**
 * Makes the subject in every path the one that is meant, before anybody looks at it: rights are those on that one.
 * @throws RegistryError 42208 of one that no key of the state can hold
 */
export function addSubjectResolution(app: FastifyInstance, state: RegistryState): void {
  app.addHook('onRequest', ({ params, routeOptions }, _reply, done) => {
    const named = params as { subject?: string; context?: string };
    const unheld = [named.subject, named.context].find((name) => name?.includes('\0'));
    if (unheld !== undefined) throw invalidSubject(unheld);
    if (named.subject !== undefined) {
      const follows = /^\/(?:subjects|compatibility)\//.test(routeOptions.url ?? '');
      named.subject = follows ? meantSubject(state, named.subject) : normalSubject(named.subject);
    }
    done();
  });
}

/** The subject that another is an alias of, by its config; else itself. An alias of an alias is not followed. */
export function meantSubject(state: RegistryState, spelled: string): string {
  const subject = normalSubject(spelled);
  return aliasIn(subject, state.configs.get(settingsKey(subject))) ?? subject;
}
