import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { associate, dissociate, type Associated } from '../decide/associations.ts';
import type { Decision } from '../decide/decision.ts';
import { under } from '../log/table.ts';
import type { Association } from '../state/association.ts';
import type { JsonObject } from '../state/json.ts';
import { partsKey, subjectKey } from '../state/keys.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { isWantedBy } from './association-filter.ts';
import type { Registry } from './registry.ts';
import { associationContextOf, bodyOf, isTrue, pageOf, pathOf, queryOf, subjectOf } from './request.ts';
import { sentAssociationsOf } from './sent-associations-of.ts';
import { versionView } from './views.ts';

/** What stands for every namespace. */
const anyNamespace = '-';
const ofResource = '/associations/resources/:resourceId';

export function addAssociationRoutes(app: FastifyInstance, registry: Registry): void {
  const { store, parsed, now } = registry;
  const { state } = store;

  const listed = (request: FastifyRequest, found: Iterable<Association>): readonly Association[] => {
    const mayReadSubject = mayRead(request.caller, 'subject');
    const readable = Iterator.from(found).filter(({ subject }) => mayReadSubject(subject));
    return pageOf(request, readable.filter(isWantedBy(request)));
  };

  /** Writes what the decision says; with `dryRun` only makes it. */
  const decided = async <A>(
    request: FastifyRequest,
    decide: (current: RegistryState, lost: number) => Decision<A>,
  ): Promise<A> => (isTrue(queryOf(request)['dryRun']) ? decide(state, 0).answer : store.write(decide));

  const tie = async (request: FastifyRequest, mayChange: boolean, id?: string): Promise<JsonObject> => {
    const { resource, wanted } = await sentAssociationsOf(bodyOf(request), associationContextOf(request), id);
    const answer = await decided(request, (current, lost) =>
      associate(current, parsed, { resource, wanted, mayChange, now: now(), lost }),
    );
    return { ...resource, associations: answer.map(associatedView) };
  };

  app.post('/associations', (request) => tie(request, false));
  app.put(ofResource, (request) => tie(request, true, pathOf(request, 'resourceId')));
  app.delete(ofResource, (request) => {
    const resourceId = pathOf(request, 'resourceId');
    const cascade = isTrue(queryOf(request)['cascadeLifecycle']);
    return decided(request, (current) => dissociate(current, { resourceId, isMeant: isWantedBy(request), cascade }));
  });

  app.get(ofResource, (request) =>
    listed(request, under(state.resourceAssociations, partsKey(pathOf(request, 'resourceId')))),
  );
  app.get('/associations/subjects/:subject', (request) =>
    listed(request, under(state.subjectAssociations, subjectKey(subjectOf(request)))),
  );
  app.get('/associations/resources/:resourceNamespace/:resourceName', (request) => {
    const [namespace, name] = [pathOf(request, 'resourceNamespace'), pathOf(request, 'resourceName')];
    const parts = namespace === anyNamespace ? [name] : [name, namespace];
    return listed(request, under(state.associations, partsKey(...parts)));
  });
}

export function associatedView({ association, version }: Associated): JsonObject {
  const { subject, associationType, lifecycle, frozen } = association;
  const schema = version === undefined ? {} : { schema: versionView(version, { full: true }) };
  return { subject, associationType, lifecycle, frozen, ...schema };
}
