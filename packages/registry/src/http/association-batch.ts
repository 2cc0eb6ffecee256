import type { FastifyInstance, FastifyRequest } from 'fastify';
import { associate, dissociate, type Associated, type Resource } from '../decide/associations.ts';
import type { Decision } from '../decide/decision.ts';
import { inTurn } from '../decide/in-turn.ts';
import { invalidAssociation, RegistryError } from '../errors.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { associatedView } from './association-routes.ts';
import type { Registry } from './registry.ts';
import { associationContextOf, bodyOf, isTrue, queryOf } from './request.ts';
import { sentOperationsOf, type SentOperation } from './sent-associations-of.ts';

/** `/associations:batch`: for each resource what is asked for, all or none of it; one resource's refusal is no other's. */
export function addAssociationBatch(app: FastifyInstance, { store, parsed, now }: Registry): void {
  const decideAll = (
    state: RegistryState,
    resource: Resource,
    operations: readonly SentOperation[],
    lost: number,
  ): Decision<readonly (readonly Associated[])[]> =>
    inTurn(
      state,
      operations.map((operation) => (current) => {
        if (operation.kind === 'tie') {
          const { wanted, mayChange } = operation;
          return associate(current, parsed, { resource, wanted: [wanted], mayChange, now: now(), lost });
        }
        const { associationType, subject } = operation;
        const { records, answer } = dissociate(current, {
          resourceId: resource.resourceId,
          isMeant: (each) => each.associationType === associationType && (subject ?? each.subject) === each.subject,
          cascade: false,
        });
        return { records, answer: answer.map((association) => ({ association })) };
      }),
    );

  const resultOf = async (request: FastifyRequest, each: JsonObject): Promise<JsonObject> => {
    try {
      const { resource, operations } = await sentOperationsOf(each, associationContextOf(request));
      const isDry = isTrue(queryOf(request)['dryRun']);
      const answer = isDry
        ? decideAll(store.state, resource, operations, 0).answer
        : await store.write((current, lost) => decideAll(current, resource, operations, lost));
      return { result: { ...resource, associations: answer.flat().map(associatedView) } };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return { error: { error_code: error.code, message: error.message } };
    }
  };

  const results = async (request: FastifyRequest): Promise<JsonObject> => {
    const { requests } = bodyOf(request);
    if (!Array.isArray(requests) || !requests.every(isObject)) {
      throw invalidAssociation('requests must be a list of objects');
    }
    const found: JsonObject[] = [];
    for (const each of requests) found.push(await resultOf(request, each));
    return { results: found };
  };

  app.post('/associations::batch', (request, reply) => results(request).then((body) => reply.code(207).send(body)));
}
