import type { SchemaMetadata } from './schema-kind.ts';

/** The names that the metadata reserves, in its order: fields that were removed, or shall never come. */
export function reservedNames(metadata: SchemaMetadata | undefined): readonly string[] {
  const names = (metadata?.properties?.['confluent:reserved'] ?? '').split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
