import type { SchemaField } from '@millrace/mesh';
import type { ParsedSchema, TagMetadata, TaggedField, SchemaField as Described } from '@millrace/schema';
import { schemaKind, taggedFields } from '@millrace/schema';

/** The fields of a schema with all their tags, those that the registry keeps beside it too, and what the tags make of them. */
export function fieldsWithTags(schema: ParsedSchema, tags: NonNullable<TagMetadata['tags']>): readonly SchemaField[] {
  const byPath = new Map(taggedFields(schema, { tags }).map((field) => [field.path, field]));
  const tagged = (fields: readonly Described[]): readonly SchemaField[] =>
    fields.map(({ name, path, type, nullable, doc, fields: inner }) => {
      const found = byPath.get(path);
      const sensitivity = sensitivityOf(found);
      return {
        name,
        path,
        type,
        nullable,
        ...(doc === undefined ? {} : { doc }),
        tags: found?.tags.map((tag) => tag.name) ?? [],
        ...(sensitivity === undefined ? {} : { sensitivity }),
        ...(inner === undefined ? {} : { fields: tagged(inner) }),
      };
    });
  return tagged(schemaKind(schema.type)?.describe(schema) ?? []);
}

function sensitivityOf(field: TaggedField | undefined): 'pii' | 'financial' | undefined {
  const classes = field?.tags.map((tag) => tag.class) ?? [];
  return classes.includes('pii') ? 'pii' : classes.includes('financial') ? 'financial' : undefined;
}
