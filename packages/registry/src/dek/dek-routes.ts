import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mayRead } from '../auth/caller.ts';
import { isTrue, pageOf, pathOf, queryOf } from '../http/request.ts';
import { under } from '../log/table.ts';
import type { JsonObject } from '../state/json.ts';
import { changingKeys, withKeys, type DekContext } from './answering.ts';
import type { KeyStore } from './data-keys.ts';
import { dekOf, deleteDeks, undeleteDeks, versionsOf } from './decide-dek.ts';
import { kekOf } from './decide-kek.ts';
import { dekVersionOf, dekView, isPermanent, sentDek, seriesOf, wantsDeleted } from './dek-request.ts';
import { keyNotFound } from './errors.ts';
import { kekPath } from './kek-routes.ts';
import { kekKey, type Dek, type Stored } from './key-state.ts';

const deksPath = `${kekPath}/deks`;
const dekPath = `${deksPath}/:subject`;
const versionPath = `${dekPath}/versions/:version`;

export function addDekRoutes(app: FastifyInstance, context: DekContext): void {
  const { dataKeys } = context;
  const view = async ({ state }: KeyStore, held: Stored<Dek>): Promise<JsonObject> =>
    dekView(held, await dataKeys.raw(kekOf(state, held.key.kekName, true), held));

  app.get(
    deksPath,
    withKeys(context, ({ state }, request) => {
      const deleted = wantsDeleted(request);
      const { name } = kekOf(state, pathOf(request, 'name'), deleted).key;
      const deks = under(state.deks, kekKey(name)).filter(({ key }) => deleted || !key.deleted);
      const subjects = new Set(deks.map(({ key }) => key.subject));
      return pageOf(request, [...subjects].filter(mayRead(request.caller, 'subject')));
    }),
  );

  for (const path of [deksPath, dekPath]) {
    app.post(
      path,
      withKeys(context, async (store, request) => {
        const rewrap = isTrue(queryOf(request)['rewrap']);
        return view(store, await dataKeys.create(store, sentDek(request), rewrap));
      }),
    );
  }

  app.get(
    `${dekPath}/versions`,
    withKeys(context, ({ state }, request) => {
      const series = seriesOf(request);
      kekOf(state, series.kekName, wantsDeleted(request));
      const versions = [...versionsOf(state, series, wantsDeleted(request))].map(({ key }) => key.version);
      if (versions.length === 0) throw keyNotFound(series.subject);
      return pageOf(request, versions);
    }),
  );

  for (const path of [dekPath, versionPath]) {
    app.get(
      path,
      withKeys(context, (store, request) => {
        const [series, deleted] = [seriesOf(request), wantsDeleted(request)];
        kekOf(store.state, series.kekName, deleted);
        return view(store, dekOf(store.state, series, dekVersionOf(request), deleted));
      }),
    );
  }
  addChanges(app, context, dekPath, () => 'all');
  addChanges(app, context, versionPath, dekVersionOf);
}

/** Deletes and undeletes the versions that the path names. */
function addChanges(
  app: FastifyInstance,
  context: DekContext,
  path: string,
  versionFrom: (request: FastifyRequest) => number | 'latest' | 'all',
): void {
  const { now } = context;

  app.delete(
    path,
    changingKeys(context, (store, request) => {
      const [series, version] = [seriesOf(request), versionFrom(request)];
      return store.write((state) => deleteDeks(state, series, version, isPermanent(request), now()));
    }),
  );

  app.post(
    `${path}/undelete`,
    changingKeys(context, (store, request) => {
      const [series, version] = [seriesOf(request), versionFrom(request)];
      return store.write((state) => undeleteDeks(state, series, version, now()));
    }),
  );
}
