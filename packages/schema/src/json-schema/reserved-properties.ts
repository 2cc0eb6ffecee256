import { targetOf, type JsonSchema } from './schema.ts';
import { at, tell, type Walk } from './walk.ts';

/** A schema with the names that its metadata reserves. */
export interface Reserving {
  readonly root: JsonSchema;
  readonly reserved: readonly string[];
}

/** A name that was reserved stays so, and no property at the top has it. */
export function compareReserved(reader: Reserving, writer: Reserving, walk: Walk): void {
  for (const name of writer.reserved) {
    if (!reader.reserved.includes(name)) tell(at(walk, name), 'RESERVED_PROPERTY_REMOVED', '', name);
  }
  for (const name of reader.reserved) {
    if (hasProperty(reader.root, name, 0))
      tell(at(walk, name), 'RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY', name, name);
  }
}

function hasProperty(schema: JsonSchema, name: string, depth: number): boolean {
  const target = targetOf(schema);
  if (target.kind === 'object') return target.properties.has(name);
  return (
    target.kind === 'combined' && depth < 20 && target.subschemas.some((each) => hasProperty(each, name, depth + 1))
  );
}
