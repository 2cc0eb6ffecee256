import { MillraceError } from '@millrace/base';
import { schemaKind, type ParsedSchema, type ReferencedSchema } from '@millrace/schema';
import { invalidSchema } from '../errors.ts';
import type { Content, SchemaReference } from '../state/content.ts';
import { findVersion } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';

const keptMax = 2_000;

/**
 * Parses contents, and keeps what it parsed lately: clients look up, register and check the same schemas again and again. Contents
 * with references are parsed each time, since what a reference names can be deleted and registered anew.
 */
export class ParsedSchemas {
  readonly #kept = new Map<string, ParsedSchema>();

  /** @throws RegistryError 42201, see `parseContent` */
  of(state: RegistryState, content: Content): ParsedSchema {
    if (content.references.length > 0) return parseContent(state, content);
    const key = `${content.schemaType} ${content.schema}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const parsed = parseContent(state, content);
    if (this.#kept.size >= keptMax) this.#kept.delete(this.#kept.keys().next().value ?? '');
    this.#kept.set(key, parsed);
    return parsed;
  }
}

/** @throws RegistryError 42201 when it is not a schema, of a type that is not built, or names a reference that is not there */
function parseContent(state: RegistryState, content: Content): ParsedSchema {
  const kind = schemaKind(content.schemaType);
  if (kind === undefined) throw invalidSchema(`Invalid schema type ${content.schemaType}.`);
  if (content.schema.trim() === '') throw invalidSchema('Empty schema');
  try {
    return kind.parse(content.schema, referencedSchemas(state, content.references, new Map()));
  } catch (error) {
    if (error instanceof MillraceError && error.code === 'SCHEMA_INVALID') throw invalidSchema(error.message);
    throw error;
  }
}

/** All that the references lead to, those used by others first, each once. */
function referencedSchemas(
  state: RegistryState,
  references: readonly SchemaReference[],
  found: Map<string, ReferencedSchema>,
): readonly ReferencedSchema[] {
  for (const { name, subject, version } of references) {
    const key = JSON.stringify([subject, version]);
    if (found.has(key)) continue;
    const schema = findVersion(state, subject, version, 'all')?.content;
    if (schema === undefined) {
      throw invalidSchema(`No schema reference found for subject "${subject}" and version ${version}`);
    }
    referencedSchemas(state, schema.references, found);
    found.set(key, { name, text: schema.schema });
  }
  return [...found.values()];
}
