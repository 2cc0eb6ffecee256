import { MillraceError } from '@millrace/base';
import { schemaKind, type ParsedSchema, type ReferencedSchema } from '@millrace/schema';
import { invalidSchema, type RegistryError } from '../errors.ts';
import type { Content, SchemaReference } from '../state/content.ts';
import { placeKey } from '../state/keys.ts';
import { subjectSeenFrom } from '../state/qualified-subject.ts';
import { findVersion } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';

const keptMax = 2_000;

/** Parses contents, and keeps what it parsed lately: clients look up, register and check the same schemas again and again. */
export class ParsedSchemas {
  readonly #kept = new Map<string, ParsedSchema>();

  /**
   * The content as a schema of a subject.
   * @throws RegistryError 42201 when it is not a schema, of a type that is not built, or names a reference that is not there
   */
  of(state: RegistryState, subject: string, content: Content): ParsedSchema {
    const references = referencedSchemas(state, subject, content);
    const key = keyOf(content, references);
    const known = this.#kept.get(key);
    // What is used again becomes the youngest.
    if (known !== undefined) this.#kept.delete(key);
    else if (this.#kept.size >= keptMax) this.#kept.delete(this.#kept.keys().next().value ?? '');
    const parsed = known ?? parseContent(subject, content, references);
    this.#kept.set(key, parsed);
    return parsed;
  }
}

/** All that parsing depends on. What a reference names can be deleted and registered anew, so its text is part of it. */
function keyOf(content: Content, references: readonly ReferencedSchema[]): string {
  const bare = `${content.schemaType} ${content.schema}`;
  if (references.length === 0 && content.metadata === undefined) return bare;
  return JSON.stringify([bare, references, content.metadata]);
}

function parseContent(subject: string, content: Content, references: readonly ReferencedSchema[]): ParsedSchema {
  const kind = schemaKind(content.schemaType);
  if (kind === undefined) throw invalidSchema(`Invalid schema type ${content.schemaType}`);
  if (content.schema.trim() === '') throw invalidSchema('Empty schema');
  try {
    return kind.parse(content.schema, references, content.metadata);
  } catch (error) {
    if (!(error instanceof MillraceError && error.code === 'SCHEMA_INVALID')) throw error;
    throw unreadable(subject, content, error.message);
  }
}

/** All that the references lead to, those used by others first, each once. */
function referencedSchemas(state: RegistryState, subject: string, content: Content): readonly ReferencedSchema[] {
  if (content.references.length === 0) return [];
  const found = new Map<string, ReferencedSchema>();
  const follow = (parent: string, references: readonly SchemaReference[]): void => {
    for (const { name, subject: named, version } of references) {
      const place = { subject: subjectSeenFrom(parent, named), version };
      const key = placeKey(place);
      if (found.has(key)) continue;
      const used = findVersion(state, place.subject, version, 'all')?.content;
      if (used === undefined) {
        const problem = `No schema reference found for subject "${named}" and version ${version}`;
        throw unreadable(subject, content, problem);
      }
      follow(place.subject, used.references);
      found.set(key, { name, text: used.schema });
    }
  };
  follow(subject, content.references);
  return [...found.values()];
}

/** The refusal of a content in the words of Confluent's registry, with why it could not be taken. */
export function unreadable(subject: string, content: Content, details: string): RegistryError {
  const { schema, schemaType, references, metadata, ruleSet } = content;
  const used = references
    .map((each) => `{name=${each.name},subject=${each.subject},version=${each.version}}`)
    .join(', ');
  const [said, ruled] = [metadata, ruleSet].map((value) => (value === undefined ? 'null' : JSON.stringify(value)));
  return invalidSchema(
    `Invalid schema {subject=${subject},version=0,id=-1,schemaType=${schemaType},references=[${used}],metadata=${said},` +
      `ruleSet=${ruled},schema=${schema}} with refs [${used}] of type ${schemaType}, details: ${details}`,
  );
}
