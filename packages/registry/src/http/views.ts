import type { Content, SchemaReference } from '../state/content.ts';
import type { JsonObject } from '../state/json.ts';
import { subjectSeenFrom } from '../state/qualified-subject.ts';
import type { StoredVersion } from '../state/registry-state.ts';

/** How a client wants a schema. */
export interface View {
  /** With what only newer clients take. */
  readonly full: boolean;
  /** The text, when a form was asked for other than the one that is kept. */
  readonly text?: string;
  /** Subjects of references with their context. */
  readonly qualified?: boolean;
  /** Members beside. */
  readonly extras?: JsonObject;
}

/** A content without its place. AVRO is not named: clients of the time before other types do not know the member. */
export function contentView(content: Content, { full, text, extras }: View): JsonObject {
  const { schema, schemaType, references, metadata, ruleSet } = content;
  return {
    ...(schemaType === 'AVRO' && !full ? {} : { schemaType }),
    schema: text ?? schema,
    ...(references.length === 0 ? {} : { references }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
    ...extras,
  };
}

/** A version of a subject. */
export function versionView(version: StoredVersion, view: View): JsonObject {
  const { subject, content } = version;
  const shown = view.qualified === true ? { ...content, references: qualified(subject, content.references) } : content;
  return {
    subject,
    version: version.version,
    id: content.id,
    // Python's client puts it into headers, and does not say that it takes what is new.
    guid: content.guid,
    ...(view.full ? placeView(version) : {}),
    ...contentView(shown, view),
  };
}

/** What newer clients are told of the version that a content was found by. */
export function placeView({ subject, version, content, timestamp, deleted }: StoredVersion): JsonObject {
  return { subject, version, guid: content.guid, ts: timestamp, ...(deleted ? { deleted } : {}) };
}

function qualified(parent: string, references: readonly SchemaReference[]): readonly SchemaReference[] {
  return references.map((reference) => ({ ...reference, subject: subjectSeenFrom(parent, reference.subject) }));
}
