import { schemaKind } from '@millrace/schema';
import type { FastifyRequest } from 'fastify';
import type { Identified } from '../state/registry-state.ts';
import type { Registry } from './registry.ts';
import { listOf, queryOf, takesUnknownMembers } from './request.ts';
import { taggedEntities } from './tagged-entities.ts';
import type { View } from './views.ts';

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
  const schemaTags = wanted.length === 0 ? [] : taggedEntities(registry, subject, content, wanted);
  return {
    full: takesUnknownMembers(request),
    text: textOf(request, registry, subject, content),
    qualified: queryOf(request)['referenceFormat']?.toLowerCase() === 'qualified',
    ...(wanted.length === 0 ? {} : { extras: { schemaTags } }),
  };
}
