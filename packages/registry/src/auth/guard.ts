import { assert, type Logger } from '@millrace/base';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RegistryError } from '../errors.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { anybody, type Caller } from './caller.ts';
import { rightText, type Right } from './rights.ts';
import { requirementOf } from './route-rights.ts';
import { SignIn, type RegistryAuth } from './sign-in.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it. */
    caller: Caller;
  }
}

/**
 * Lets in who has signed in, to what each may do; without `auth` everybody to everything. To be called before routes are
 * added: each must have its requirement.
 */
export function addGuard(
  app: FastifyInstance,
  state: RegistryState,
  auth: RegistryAuth | undefined,
  logger: Logger,
): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      assert(requirementOf(each, url) !== undefined, `nobody has said what right ${each} ${url} takes`);
    }
  });
  app.decorateRequest('caller');
  if (auth === undefined) {
    app.addHook('onRequest', (request, _reply, done) => {
      request.caller = anybody;
      done();
    });
    return;
  }
  const signIn = new SignIn(auth, logger);
  const challenge = challengeOf(auth);
  app.addHook('onRequest', async (request, reply) => {
    const caller = await signIn.callerOf(request.headers.authorization);
    if (caller === undefined) {
      void reply.header('www-authenticate', challenge);
      throw new RegistryError(401, 401, 'Unauthorized');
    }
    request.caller = caller;
  });
  app.addHook('preHandler', (request, _reply, done) => {
    const missing = missingRight(request, state);
    done(missing === undefined ? undefined : denied(missing));
  });
}

function challengeOf({ users, tokens, jwt }: RegistryAuth): string[] {
  const takesTokens = tokens.length > 0 || jwt !== undefined;
  const realm = 'realm="schema registry"';
  return [
    ...(users.length > 0 ? [`Basic ${realm}, charset="UTF-8"`] : []),
    ...(takesTokens ? [`Bearer ${realm}`] : []),
  ];
}

/** A right that the request takes and its sender lacks. Undefined when there is none, or no such route. */
function missingRight(request: FastifyRequest, state: RegistryState): Right | undefined {
  const { caller, method, routeOptions } = request;
  const requirement = requirementOf(method, routeOptions.url ?? '')?.(request, state);
  if (requirement === undefined || requirement.kind === 'signed-in') return undefined;
  const missing = requirement.rights.filter((right) => !caller.may(right));
  const isEnough = requirement.kind === 'some' && missing.length < requirement.rights.length;
  return isEnough ? undefined : missing[0];
}

function denied(right: Right): RegistryError {
  return new RegistryError(403, 40301, `User is denied operation ${rightText(right)}`);
}
