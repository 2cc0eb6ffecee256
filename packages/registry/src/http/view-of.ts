import { schemaKind, taggedEntities } from '@millrace/schema';
import type { FastifyRequest } from 'fastify';
import type { Identified, StoredVersion } from '../state/registry-state.ts';
import type { JsonObject } from '../state/json.ts';
import type { Registry } from './registry.ts';
import { listOf, queryOf, takesUnknownMembers } from './request.ts';
import { versionView, type View } from './views.ts';

/** The text of a content in the form that the client asks for (`format`), the kept one if it asks for none. */
export function textOf(request: FastifyRequest, registry: Registry, subject: string, content: Identified): string {
  const { format = '' } = queryOf(request);
  if (format === '' || format.toLowerCase() === 'default') return content.schema;
  const schema = registry.parsed.of(registry.store.state, subject, content);
  return schemaKind(schema.type)?.formatted(schema, format) ?? content.schema;
}

/** How the client wants a content of a subject: `format`, `referenceFormat`, `findTags`. */
export function viewOf(request: FastifyRequest, registry: Registry, subject: string, content: Identified): View {
  const wanted = listOf(request, 'findTags');
  const schemaTags = wanted.length === 0 ? [] : tagsView(registry, subject, content, wanted);
  return {
    full: takesUnknownMembers(request),
    text: textOf(request, registry, subject, content),
    qualified: queryOf(request)['referenceFormat']?.toLowerCase() === 'qualified',
    ...(wanted.length === 0 ? {} : { extras: { schemaTags } }),
  };
}

/** The answer to a registration. Older clients are told the id alone. */
export function registeredView(request: FastifyRequest, registry: Registry, version: StoredVersion): JsonObject {
  const { content } = version;
  if (!takesUnknownMembers(request)) return { id: content.id };
  const { subject: _subject, ...answer } = versionView(version, viewOf(request, registry, version.subject, content));
  return answer;
}

/** The records and fields that have one of the tags in the text itself; `*` is any tag. */
function tagsView(
  { parsed, store }: Registry,
  subject: string,
  content: Identified,
  wanted: readonly string[],
): JsonObject[] {
  return taggedEntities(parsed.of(store.state, subject, content))
    .filter(({ tags }) => wanted.includes('*') || tags.some((tag) => wanted.includes(tag)))
    .map(({ path, kind, tags }) => ({ schemaEntity: { entityPath: path, entityType: `sr_${kind}` }, tags }));
}
