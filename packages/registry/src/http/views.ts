import type { Content } from '../state/content.ts';
import type { JsonObject } from '../state/json.ts';
import type { StoredVersion } from '../state/registry-state.ts';

/** A content without its place. AVRO is not named: clients of the time before other types do not know the member. */
export function contentView(content: Content): JsonObject {
  return {
    ...(content.schemaType === 'AVRO' ? {} : { schemaType: content.schemaType }),
    schema: content.schema,
    ...(content.references.length === 0 ? {} : { references: content.references }),
    ...(content.metadata === undefined ? {} : { metadata: content.metadata }),
    ...(content.ruleSet === undefined ? {} : { ruleSet: content.ruleSet }),
  };
}

/** A version of a subject; `full` adds what only newer clients take. */
export function versionView(schema: StoredVersion, full: boolean): JsonObject {
  return {
    subject: schema.subject,
    version: schema.version,
    id: schema.content.id,
    ...(full ? { guid: schema.content.guid } : {}),
    ...contentView(schema.content),
    ...(full && schema.deleted ? { deleted: true } : {}),
  };
}
