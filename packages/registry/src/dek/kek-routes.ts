import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { isTrue, listOf, pageOf, pathOf, queryOf } from '../http/request.ts';
import { under } from '../log/table.ts';
import { changingKeys, withKeys, type DekContext } from './answering.ts';
import { hasSubject } from './decide-dek.ts';
import { createKek, deleteKek, kekOf, undeleteKek, updateKek } from './decide-kek.ts';
import { isPermanent, kekView, sentKek, sentKekChange, wantsDeleted } from './dek-request.ts';
import { invalidKey } from './errors.ts';

const keksPath = '/dek-registry/v1/keks';
export const kekPath = `${keksPath}/:name`;

const nameOf = (request: FastifyRequest): string => pathOf(request, 'name');
const testsSharing = (request: FastifyRequest): boolean => isTrue(queryOf(request)['testSharing']);

export function addKekRoutes(app: FastifyInstance, context: DekContext): void {
  const { dataKeys, now } = context;

  app.get(
    keksPath,
    withKeys(context, ({ state }, request) => {
      const prefixes = listOf(request, 'subjectPrefix');
      const deleted = wantsDeleted(request);
      const isWanted = (name: string): boolean =>
        prefixes.length === 0 || prefixes.some((prefix) => hasSubject(state, name, prefix, deleted));
      const names = under(state.keks, '')
        .filter(({ key }) => deleted || !key.deleted)
        .map(({ key }) => key.name);
      return pageOf(request, names.filter(isWanted).filter(mayRead(request.caller, 'kek')));
    }),
  );

  app.post(
    keksPath,
    withKeys(context, async (store, request) => {
      const kek = sentKek(request);
      if (testsSharing(request)) await dataKeys.test(kek);
      return kekView(await store.write((state) => createKek(state, kek, now())));
    }),
  );

  app.get(
    kekPath,
    withKeys(context, ({ state }, request) => kekView(kekOf(state, nameOf(request), wantsDeleted(request)))),
  );

  app.put(
    kekPath,
    withKeys(context, async (store, request) => {
      const [name, change] = [nameOf(request), sentKekChange(request)];
      if (testsSharing(request)) await dataKeys.test({ ...kekOf(store.state, name).key, ...change });
      return kekView(await store.write((state) => updateKek(state, name, change, now())));
    }),
  );

  app.delete(
    kekPath,
    changingKeys(context, (store, request) =>
      store.write((state) => deleteKek(state, nameOf(request), isPermanent(request), now())),
    ),
  );

  app.post(
    `${kekPath}/undelete`,
    changingKeys(context, (store, request) => store.write((state) => undeleteKek(state, nameOf(request), now()))),
  );

  app.post(
    `${kekPath}/test`,
    withKeys(context, async ({ state }, request) => {
      const held = kekOf(state, nameOf(request));
      if (!held.key.shared) throw invalidKey(`the KEK '${held.key.name}' is not shared with the registry`);
      await dataKeys.test(held.key);
      return kekView(held);
    }),
  );
}
