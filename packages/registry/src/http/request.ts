import type { FastifyRequest } from 'fastify';
import { invalidVersion, RegistryError } from '../errors.ts';
import type { SentSchema } from '../decide/register.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { isReference } from '../state/record.ts';
import type { Visibility } from '../state/queries.ts';

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

/** `latest`, `-1` or a number. */
export function versionFrom(text: string): number | 'latest' {
  if (text === 'latest' || text === '-1') return 'latest';
  const version = Number(text);
  if (!/^\d+$/.test(text) || version < 1 || version > 2 ** 31 - 1) throw invalidVersion(text);
  return version;
}

/** @throws RegistryError 404, as of a path that does not exist, when it is not a number */
export function idFrom(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new RegistryError(404, 404, 'HTTP 404 Not Found');
  return Number(text);
}

export function bodyOf(request: FastifyRequest): JsonObject {
  if (isObject(request.body)) return request.body;
  throw new RegistryError(422, 422, 'The request has no body, or one that is not a JSON object');
}

/** The schema that a client sent to be registered, looked up or checked. */
export function sentSchemaOf(request: FastifyRequest): SentSchema {
  const body = bodyOf(request);
  const { schema, schemaType, references, metadata, ruleSet, id, version } = body as Record<keyof SentSchema, unknown>;
  if (
    references !== undefined &&
    references !== null &&
    !(Array.isArray(references) && references.every(isReference))
  ) {
    throw new RegistryError(422, 422, 'references must be a list of {name, subject, version}');
  }
  return {
    schema: typeof schema === 'string' ? schema : '',
    schemaType: typeof schemaType === 'string' && schemaType !== '' ? schemaType.toUpperCase() : 'AVRO',
    references: Array.isArray(references)
      ? references.map(({ name, subject, version }) => ({ name, subject, version }))
      : [],
    ...(isObject(metadata) ? { metadata } : {}),
    ...(isObject(ruleSet) ? { ruleSet } : {}),
    ...(typeof id === 'number' ? { id } : {}),
    ...(typeof version === 'number' ? { version } : {}),
    normalize: isTrue(queryOf(request)['normalize']),
  };
}

/** Whether the client takes members that came later; older clients refuse what they do not know. */
export function takesUnknownMembers(request: FastifyRequest): boolean {
  return request.headers['confluent-accept-unknown-properties'] === 'true';
}
