import type { JsonObject } from '../json.ts';

const tagsMember = 'confluent:tags';

/** The tags that a record or field of Avro or JSON Schema has. */
export function tagsOf(entity: JsonObject): readonly string[] {
  const tags = entity[tagsMember];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

/** The entity with these tags, in the place where it had some. */
export function withTags(entity: JsonObject, tags: readonly string[]): JsonObject {
  if (tags.length > 0) return { ...entity, [tagsMember]: tags };
  const { [tagsMember]: _tags, ...bare } = entity;
  return bare;
}
