import type { FastifyRequest } from 'fastify';
import { isObject } from '../state/json.ts';
import { under } from '../log/table.ts';
import { guidKey, partsKey } from '../state/keys.ts';
import { globalContext, parseSubject, subjectSeenFrom } from '../state/qualified-subject.ts';
import { associationContextOf, contextSpelled, idAskedFor } from '../http/request.ts';
import { subjectsIn } from '../http/sent-associations-of.ts';
import { placesOf } from '../state/ids.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import type { Operation, Resource, Right } from './rights.ts';

/**
 * What a request needs beyond a sign-in: each of the rights, or some of them. Nothing more for what tells of no subject, and
 * for lists, which hold only what the caller may read.
 */
export type Requirement =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'each'; readonly rights: readonly Right[] }
  | { readonly kind: 'some'; readonly rights: readonly Right[] };

type RequirementOf = (request: FastifyRequest, state: RegistryState) => Requirement;

const signedIn: RequirementOf = () => ({ kind: 'signed-in' });
const listed = signedIn;

const onRegistry =
  (operation: Operation): RequirementOf =>
  () => ({ kind: 'each', rights: [{ operation, resource: { kind: 'registry' } }] });

/** On the subject of the path, or the context that stands in its place. */
const onSubject =
  (operation: Operation): RequirementOf =>
  ({ params }) => ({ kind: 'each', rights: [{ operation, resource: resourceOf(param(params, 'subject')) }] });

/** On the context of the path. */
const onContext =
  (operation: Operation): RequirementOf =>
  ({ params }) => ({
    kind: 'each',
    rights: [{ operation, resource: { kind: 'context', name: contextSpelled(param(params, 'context')) } }],
  });

/** On the subject of the path, and to read what the schema in the body refers to: an answer would tell of it. */
const withSchema =
  (operation: Operation): RequirementOf =>
  ({ params, body }) => {
    const subject = param(params, 'subject');
    return { kind: 'each', rights: [{ operation, resource: resourceOf(subject) }, ...readsOf(usedBy(subject, body))] };
  };

/** A schema is seen by whoever may read one of the subjects that have it. One that is not there is nobody's secret. */
const byId: RequirementOf = (request, state) => {
  const { context, id } = idAskedFor(state, request);
  return anyOf(placesOf(state, context, id, 'all'));
};

const byGuid: RequirementOf = ({ params }, state) =>
  anyOf(
    under(state.guids, guidKey(param(params, 'guid'))).flatMap(({ context, id }) =>
      placesOf(state, context, id, 'all'),
    ),
  );

function anyOf(versions: Iterable<StoredVersion>): Requirement {
  const subjects = new Set([...versions].map(({ subject }) => subject));
  return subjects.size === 0 ? { kind: 'signed-in' } : { kind: 'some', rights: readsOf(subjects) };
}

/** Resources are not ours, so to tie subjects to them is a right on the registry; and what is done to each subject is one on it. */
const onAssociations =
  (operation: Operation): RequirementOf =>
  (request, state) => {
    const named = subjectsIn(request.body, associationContextOf(request));
    const resources = named.flatMap(({ untiedFrom }) => untiedFrom ?? []);
    if (operation === 'DELETE') resources.push(param(request.params, 'resourceId'));
    const tied = resources.flatMap((id) => [...under(state.resourceAssociations, partsKey(id))]);
    const subjects = new Set([...named, ...tied].map(({ subject }) => subject));
    const used = named.flatMap(({ subject, schema }) => usedBy(subject, schema));
    const own: Right = { operation, resource: { kind: 'registry' } };
    const each = [...subjects].map((name) => ({ operation, resource: resourceOf(name) }));
    return { kind: 'each', rights: [own, ...each, ...readsOf(used)] };
  };

const onKek =
  (operation: Operation): RequirementOf =>
  ({ params }) => ({ kind: 'each', rights: [kekRight(operation, param(params, 'name'))] });

const onNewKek: RequirementOf = ({ body }) => ({ kind: 'each', rights: [kekRight('WRITE', param(body, 'name'))] });

/** A DEK is a part of its KEK, and is shown to those who may read the subject that it is for. */
const onDek =
  (operation: Operation): RequirementOf =>
  ({ params, body }) => {
    const subject = param(params, 'subject') === '' ? param(body, 'subject') : param(params, 'subject');
    return { kind: 'each', rights: [kekRight(operation, param(params, 'name')), ...readsOf([subject])] };
  };

const kekRight = (operation: Operation, name: string): Right => ({ operation, resource: { kind: 'kek', name } });

/** Every route of the server. A route that is not in here does not start. */
const requirements: Readonly<Record<string, RequirementOf>> = {
  'GET /': signedIn,
  'POST /': signedIn,
  'GET /v1/metadata/id': signedIn,
  'GET /v1/metadata/version': signedIn,
  'GET /v1/metadata/deployment': signedIn,
  'DELETE /contexts/:context': onContext('DELETE'),
  'GET /exporters': onRegistry('READ'),
  'POST /exporters': onRegistry('WRITE'),
  'GET /exporters/:name': onRegistry('READ'),
  'PUT /exporters/:name': onRegistry('WRITE'),
  'DELETE /exporters/:name': onRegistry('DELETE'),
  'GET /exporters/:name/config': onRegistry('READ'),
  'PUT /exporters/:name/config': onRegistry('WRITE'),
  'GET /exporters/:name/status': onRegistry('READ'),
  'PUT /exporters/:name/pause': onRegistry('WRITE'),
  'PUT /exporters/:name/reset': onRegistry('WRITE'),
  'PUT /exporters/:name/resume': onRegistry('WRITE'),
  'GET /schemas/types': signedIn,
  'GET /contexts': listed,
  'GET /subjects': listed,
  'GET /schemas': listed,

  'POST /subjects/:subject': withSchema('READ'),
  'DELETE /subjects/:subject': onSubject('DELETE'),
  'GET /subjects/:subject/metadata': onSubject('READ'),
  'GET /subjects/:subject/versions': onSubject('READ'),
  'POST /subjects/:subject/versions': withSchema('WRITE'),
  'GET /subjects/:subject/versions/:version': onSubject('READ'),
  'DELETE /subjects/:subject/versions/:version': onSubject('DELETE'),
  'POST /subjects/:subject/versions/:version/tags': onSubject('WRITE'),
  'GET /subjects/:subject/versions/:version/schema': onSubject('READ'),
  'GET /subjects/:subject/versions/:version/referencedby': onSubject('READ'),
  'POST /compatibility/subjects/:subject/versions': withSchema('READ'),
  'POST /compatibility/subjects/:subject/versions/:version': withSchema('READ'),

  'GET /schemas/ids/:id': byId,
  'GET /schemas/ids/:id/schema': byId,
  'GET /schemas/ids/:id/subjects': byId,
  'GET /schemas/ids/:id/versions': byId,
  'GET /schemas/guids/:guid': byGuid,
  'GET /schemas/guids/:guid/ids': byGuid,

  'GET /associations/resources/:resourceId': listed,
  'GET /associations/resources/:resourceNamespace/:resourceName': listed,
  'GET /associations/subjects/:subject': onSubject('READ'),
  'POST /associations': onAssociations('WRITE'),
  'POST /associations::batch': onAssociations('WRITE'),
  'PUT /associations/resources/:resourceId': onAssociations('WRITE'),
  'DELETE /associations/resources/:resourceId': onAssociations('DELETE'),

  'GET /config': onRegistry('READ'),
  'PUT /config': onRegistry('COMPATIBILITY'),
  'DELETE /config': onRegistry('COMPATIBILITY'),
  'GET /config/:subject': onSubject('READ'),
  'PUT /config/:subject': onSubject('COMPATIBILITY'),
  'DELETE /config/:subject': onSubject('COMPATIBILITY'),
  'GET /mode': onRegistry('READ'),
  'PUT /mode': onRegistry('COMPATIBILITY'),
  'DELETE /mode': onRegistry('COMPATIBILITY'),
  'GET /mode/:subject': onSubject('READ'),
  'PUT /mode/:subject': onSubject('COMPATIBILITY'),
  'DELETE /mode/:subject': onSubject('COMPATIBILITY'),

  'GET /dek-registry/v1/keks': listed,
  'POST /dek-registry/v1/keks': onNewKek,
  'GET /dek-registry/v1/keks/:name': onKek('READ'),
  'PUT /dek-registry/v1/keks/:name': onKek('WRITE'),
  'DELETE /dek-registry/v1/keks/:name': onKek('DELETE'),
  'POST /dek-registry/v1/keks/:name/undelete': onKek('WRITE'),
  'POST /dek-registry/v1/keks/:name/test': onKek('READ'),
  'GET /dek-registry/v1/keks/:name/deks': onKek('READ'),
  'POST /dek-registry/v1/keks/:name/deks': onDek('WRITE'),
  'POST /dek-registry/v1/keks/:name/deks/:subject': onDek('WRITE'),
  'GET /dek-registry/v1/keks/:name/deks/:subject': onDek('READ'),
  'DELETE /dek-registry/v1/keks/:name/deks/:subject': onDek('DELETE'),
  'POST /dek-registry/v1/keks/:name/deks/:subject/undelete': onDek('WRITE'),
  'GET /dek-registry/v1/keks/:name/deks/:subject/versions': onDek('READ'),
  'GET /dek-registry/v1/keks/:name/deks/:subject/versions/:version': onDek('READ'),
  'DELETE /dek-registry/v1/keks/:name/deks/:subject/versions/:version': onDek('DELETE'),
  'POST /dek-registry/v1/keks/:name/deks/:subject/versions/:version/undelete': onDek('WRITE'),
};

export const knownRoutes: readonly string[] = Object.keys(requirements);

/** What calling the route takes; undefined for a route that nobody has thought about. `path` is as registered: `/subjects/:subject`. */
export function requirementOf(method: string, path: string): RequirementOf | undefined {
  return requirements[`${method === 'HEAD' ? 'GET' : method} ${path}`];
}

/** `:.staging:` is a context and `:.staging:orders` a subject in it. */
function resourceOf(text: string): Resource {
  const { context, name } = parseSubject(text);
  if (name !== '' || !text.startsWith(':')) return { kind: 'subject', name: text };
  return context === globalContext ? { kind: 'registry' } : { kind: 'context', name: context };
}

function readsOf(subjects: Iterable<string>): Right[] {
  return [...subjects].map((name) => ({ operation: 'READ', resource: resourceOf(name) }));
}

/** The subjects that a schema, sent for a subject, refers to. */
function usedBy(subject: string, schema: unknown): readonly string[] {
  const references = isObject(schema) ? schema['references'] : undefined;
  if (!Array.isArray(references)) return [];
  return references.flatMap((each: unknown) =>
    isObject(each) && typeof each['subject'] === 'string' ? [subjectSeenFrom(subject, each['subject'])] : [],
  );
}

/** A member of the path's parameters or of the body; empty when it is no text. */
function param(params: unknown, name: string): string {
  return isObject(params) && typeof params[name] === 'string' ? params[name] : '';
}
