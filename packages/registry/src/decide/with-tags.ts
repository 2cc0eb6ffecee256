import { MillraceError } from '@millrace/base';
import { retag, taggedEntities, withTagsOf } from '@millrace/schema';
import { invalidSchema } from '../errors.ts';
import { latestOf } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { withText } from './complete.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import type { SentSchema } from './sent-schema.ts';

/**
 * What was sent with the changes of tags that were sent with it written into its text, and with the tags that the latest version has
 * in its text if they are to be carried over.
 * @throws RegistryError 42201
 */
export function withTags(state: RegistryState, parsed: ParsedSchemas, subject: string, sent: SentSchema): SentSchema {
  const { tagsToAdd, tagsToRemove, propagateTags } = sent;
  if (tagsToAdd.length + tagsToRemove.length === 0 && !propagateTags) return sent;
  const previous = latestOf(state, subject)?.content;
  const whole = withText(sent, previous);
  const carried = propagateTags && previous !== undefined ? taggedEntities(parsed.of(state, subject, previous)) : [];
  const inherited = { ...whole, schema: withTagsOf(parsed.of(state, subject, whole), carried) };
  const changes = [
    ...tagsToAdd.map(({ tags, ...entity }) => ({ ...entity, add: tags, remove: [] })),
    ...tagsToRemove.map(({ tags, ...entity }) => ({ ...entity, add: [], remove: tags })),
  ];
  try {
    return { ...inherited, schema: retag(parsed.of(state, subject, inherited), changes) };
  } catch (error) {
    if (error instanceof MillraceError && error.code === 'SCHEMA_INVALID') throw invalidSchema(error.message);
    throw error;
  }
}
