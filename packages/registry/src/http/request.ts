import type { FastifyRequest } from 'fastify';
import { invalidVersion, RegistryError } from '../errors.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { contextOf, defaultContext } from '../state/qualified-subject.ts';
import { contextOfId } from '../state/ids.ts';
import type { Visibility } from '../state/queries.ts';
import type { ContextId, RegistryState } from '../state/registry-state.ts';
import { meantSubject } from './resolve-subject.ts';

/** Members of the query, whatever their number; the last of equal names counts. */
export function queryOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  const query = request.query as Record<string, string | string[] | undefined>;
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
  );
}

/** All members of the query with this name, in order. */
export function listOf(request: FastifyRequest, name: string): readonly string[] {
  const value = (request.query as Record<string, string | string[] | undefined>)[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

export function visibilityOf(request: FastifyRequest): Visibility {
  const query = queryOf(request);
  if (isTrue(query['deletedOnly'])) return 'deleted';
  return isTrue(query['deleted']) ? 'all' : 'live';
}

/** The part of a list that `offset` and `limit` ask for. A limit below 0 is none. */
export function pageOf<T>(request: FastifyRequest, items: Iterable<T>): readonly T[] {
  const query = queryOf(request);
  const offset = Math.max(0, Math.trunc(Number(query['offset'] ?? 0)) || 0);
  const limit = Number(query['limit'] ?? -1);
  const rest = Iterator.from(items).drop(offset);
  return Number.isInteger(limit) && limit >= 0 ? rest.take(limit).toArray() : rest.toArray();
}

export function pathOf(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? '';
}

/** The subject that the path is about; see `addSubjectResolution`. */
export function subjectOf(request: FastifyRequest): string {
  return pathOf(request, 'subject');
}

/** `latest`, `-1` or a number. */
export function versionIn(request: FastifyRequest): number | 'latest' {
  const text = pathOf(request, 'version');
  if (text === 'latest' || text === '-1') return 'latest';
  const version = Number(text);
  if (!/^\d+$/.test(text) || version < 1 || version > 2 ** 31 - 1) throw invalidVersion(text);
  return version;
}

/** @throws RegistryError 404, as of a path that does not exist, when it is not a number */
export function idOf(request: FastifyRequest): number {
  const text = pathOf(request, 'id');
  if (!/^\d{1,10}$/.test(text)) throw new RegistryError(404, 404, 'HTTP 404 Not Found');
  return Number(text);
}

/** `.staging`, `:.staging` and `:.staging:` are spellings of one context. */
export function contextSpelled(text: string): string {
  return contextOf(text.startsWith(':') ? text : `:${text}:`);
}

/** The context in which the subjects of associations lie that name none. */
export function associationContextOf(request: FastifyRequest): string {
  return contextSpelled(queryOf(request)['context'] ?? defaultContext);
}

/** What the path and the query ask for by id: the subject that is meant, if one is named, and the context of the id. */
export function idAskedFor(state: RegistryState, request: FastifyRequest): ContextId & { readonly subject?: string } {
  const id = idOf(request);
  const { subject: spelled } = queryOf(request);
  if (spelled === undefined) return { context: defaultContext, id };
  const subject = meantSubject(state, spelled);
  return { context: contextOfId(state, id, subject), id, subject };
}

export function bodyOf(request: FastifyRequest): JsonObject {
  if (isObject(request.body)) return request.body;
  throw new RegistryError(422, 422, 'The request has no body, or one that is not a JSON object');
}

/** Whether the client takes members that came later; older clients refuse what they do not know. */
export function takesUnknownMembers({ headers }: FastifyRequest): boolean {
  const said = headers['confluent-accept-unknown-properties'] ?? headers['x-confluent-accept-unknown-properties'];
  return said === 'true';
}
