import type { Clock } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { ParsedSchema, PayloadCheck, ReferencedSchema } from '@millrace/schema';
import { schemaKind } from '@millrace/schema';
import type { Unknown } from './facts.ts';
import { facts } from './facts.ts';
import { itemsOf, memberOf, textOf } from './json.ts';
import type { Memory } from './memory.ts';
import type { SchemaRef } from './registrations.ts';
import type { RegistryReader } from './registry-reader.ts';

export interface KnownSchema {
  readonly kind: 'schema';
  readonly parsed: ParsedSchema;
  /** Undefined when rules of the schema encode the whole payload: nobody without the key can look into it. */
  readonly check: PayloadCheck | undefined;
}

/** Schemas that one schema may lead to. */
const referencesMax = 200;

/** Schemas by their id or GUID, ready to check payloads. */
export function knownSchemas(registry: RegistryReader, clock: Clock): Memory<SchemaRef, KnownSchema | Unknown> {
  return facts(async (ref: SchemaRef): Promise<KnownSchema | Unknown> => {
    const path = typeof ref === 'number' ? `/schemas/ids/${ref}` : `/schemas/guids/${ref}`;
    const body = await registry.get(path);
    if (body === undefined) return { kind: 'absent', why: 'the registry does not have it' };
    // The registry leaves the type out for Avro.
    const type = textOf(memberOf(body, 'schemaType')) || 'AVRO';
    const kind = schemaKind(type);
    if (kind === undefined) return { kind: 'unreadable', why: `Schemas of type ${type} are not known.` };
    const references = await collectReferences(registry, memberOf(body, 'references'));
    const parsed = kind.parse(textOf(memberOf(body, 'schema')), references);
    const isEncoded = itemsOf(memberOf(memberOf(body, 'ruleSet'), 'encodingRules')).length > 0;
    return { kind: 'schema', parsed, check: isEncoded ? undefined : await kind.checker(parsed) };
  }, clock);
}

/** All schemas that these references lead to, each once, those used by others first. */
async function collectReferences(
  registry: RegistryReader,
  references: unknown,
  seen = new Set<string>(),
): Promise<readonly ReferencedSchema[]> {
  const found: ReferencedSchema[] = [];
  for (const reference of itemsOf(references)) {
    const name = textOf(memberOf(reference, 'name'));
    if (seen.has(name)) continue;
    seen.add(name);
    if (seen.size > referencesMax) {
      throw new MillraceError('SCHEMA_INVALID', `It leads to more than ${referencesMax} other schemas.`);
    }
    const subject = encodeURIComponent(textOf(memberOf(reference, 'subject')));
    const version = Number(memberOf(reference, 'version'));
    const body = await registry.get(`/subjects/${subject}/versions/${version}?deleted=true`);
    found.push(...(await collectReferences(registry, memberOf(body, 'references'), seen)));
    found.push({ name, text: textOf(memberOf(body, 'schema')) });
  }
  return found;
}
