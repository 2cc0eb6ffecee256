import { schemaKind, type ParsedSchema } from '@millrace/schema';
import { lastUnder } from '../log/table.ts';
import { contentOf, type Content } from '../state/content.ts';
import { guidOf } from '../state/guid.ts';
import { placeKey, subjectKey } from '../state/keys.ts';
import { guidForKarapace, versionWith } from '../state/ids.ts';
import { contextOf } from '../state/qualified-subject.ts';
import { versionsIn, type Visibility } from '../state/queries.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import { withoutVersion } from './complete.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import type { ReadSchema } from './read-schema.ts';

/**
 * The version of the subject that has this content. A client may leave out what only the registry knows: the version in the
 * metadata, and that a part of the schema was registered as a reference.
 */
export function lookUp(
  state: RegistryState,
  parsed: ParsedSchemas,
  subject: string,
  read: ReadSchema,
  visibility: Visibility = 'live',
): StoredVersion | undefined {
  const exact = versionWith(state, subject, read.guid, visibility) ?? inOrder(state, subject, read.given, visibility);
  if (exact !== undefined) return exact;
  const versions = versionsIn(state, visibility);
  const candidates = lastUnder(state.indirect, subjectKey(subject)).map((place) => versions.get(placeKey(place)));
  return candidates.find((candidate) => {
    if (candidate === undefined) return false;
    const { content } = candidate;
    const unversioned = withMetadata(content, withoutVersion(content.metadata));
    if (guidOf(unversioned) === read.guid) return true;
    const isInParts = read.content.references.length === 0 && content.references.length > 0;
    if (!isInParts || read.parsed.type !== 'AVRO') return false;
    const schema = parsed.of(state, subject, content);
    const wanted = guidOf(inOne(read.content, read.parsed));
    return [content, unversioned].some((each) => guidOf(inOne(each, schema)) === wanted);
  });
}

/** The version in which Karapace keeps this content. */
function inOrder(
  state: RegistryState,
  subject: string,
  given: Content,
  visibility: Visibility,
): StoredVersion | undefined {
  const guid = guidForKarapace(state, contextOf(subject), given);
  const found = guid === undefined ? undefined : versionWith(state, subject, guid, visibility);
  return found?.content.isKarapaces ? found : undefined;
}

function withMetadata(content: Content, metadata: Content['metadata']): Content {
  const { metadata: _metadata, ...bare } = contentOf(content);
  return { ...bare, ...(metadata === undefined ? {} : { metadata }) };
}

/** The content with what it refers to written out, in the form that is equal for all spellings. Only Avro has such a form. */
function inOne(content: Content, schema: ParsedSchema): Content {
  const kind = schemaKind(schema.type);
  const text = kind?.normalise(kind.parse(kind.formatted(schema, 'resolved'))).text;
  return { ...content, schema: text ?? schema.text, references: [] };
}
