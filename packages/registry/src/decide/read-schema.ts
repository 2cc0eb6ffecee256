import { schemaKind, type ParsedSchema } from '@millrace/schema';
import type { Content, SchemaReference } from '../state/content.ts';
import { guidOf } from '../state/guid.ts';
import { subjectSeenFrom } from '../state/qualified-subject.ts';
import { versionOf } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { configInScope } from '../state/settings.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import type { SentSchema } from './sent-schema.ts';

/** What was sent, in the form in which contents are kept and compared. */
export interface ReadSchema {
  readonly content: Content;
  /** As it was sent, but for `-1` in references. */
  readonly given: Content;
  readonly guid: string;
  readonly parsed: ParsedSchema;
  readonly isNormalised: boolean;
}

/**
 * Reads what was sent: resolves `-1` in references to the newest version, parses, prints, and normalises if asked.
 * @throws RegistryError 42201
 */
export function readSent(state: RegistryState, parsed: ParsedSchemas, subject: string, sent: SentSchema): ReadSchema {
  const normalise = sent.normalize || configInScope(state, subject)['normalize'] === true;
  const named = sent.references.map((reference) => numbered(state, subject, reference));
  const references = normalise ? named.toSorted((left, right) => (left.name < right.name ? -1 : 1)) : named;
  const { schema, schemaType, metadata, ruleSet } = sent;
  const extras = { ...(metadata === undefined ? {} : { metadata }), ...(ruleSet === undefined ? {} : { ruleSet }) };
  const given: Content = { schema, schemaType, references, ...extras };
  const read = parsed.of(state, subject, given);
  const form = normalise ? (schemaKind(read.type)?.normalise(read) ?? read) : read;
  const content: Content = { ...given, schema: form.text };
  return { content, given, guid: guidOf(content), parsed: form, isNormalised: normalise };
}

function numbered(state: RegistryState, subject: string, reference: SchemaReference): SchemaReference {
  if (reference.version !== -1) return reference;
  return { ...reference, version: versionOf(state, subjectSeenFrom(subject, reference.subject), 'latest').version };
}
