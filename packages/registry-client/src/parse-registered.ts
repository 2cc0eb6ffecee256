import { MillraceError } from '@millrace/base';
import type { ParsedSchema, ReferencedSchema } from '@millrace/schema';
import { schemaKind } from '@millrace/schema';
import type { RegisteredSchema } from './registered-schema.ts';
import type { RegistryClient } from './registry-client.ts';

/** Schemas that one schema may lead to. */
const referencesMax = 200;

/**
 * Parses what is registered, with all the schemas that its references lead to: each once, those used by others first.
 * @throws MillraceError SCHEMA_INVALID when it is of a language that is not known, cannot be read, leads to what is not there or to
 * more than 200 others; and as `RegistryClient` does
 */
export async function parseRegistered(registry: RegistryClient, registered: RegisteredSchema): Promise<ParsedSchema> {
  const type = registered.schemaType ?? 'AVRO';
  const kind = schemaKind(type);
  if (kind === undefined) throw new MillraceError('SCHEMA_INVALID', `Schemas of type ${type} are not known.`);
  const found: ReferencedSchema[] = [];
  await follow(registry, registered, new Set(), found);
  return kind.parse(registered.schema, found, registered.metadata);
}

async function follow(
  registry: RegistryClient,
  { references }: RegisteredSchema,
  seen: Set<string>,
  found: ReferencedSchema[],
): Promise<void> {
  for (const reference of references ?? []) {
    const { name, subject, version } = reference;
    if (seen.has(name)) continue;
    // Before what it uses is followed: references may lead in a circle, when versions were replaced.
    seen.add(name);
    if (seen.size > referencesMax)
      throw new MillraceError('SCHEMA_INVALID', `It leads to more than ${referencesMax} other schemas.`);
    const used = await registry.referenced(reference);
    if (used === undefined)
      throw new MillraceError('SCHEMA_INVALID', `It leads to version ${version} of "${subject}", which is not there.`);
    await follow(registry, used, seen, found);
    found.push({ name, text: used.schema });
  }
}
