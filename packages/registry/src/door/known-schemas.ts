import type { Clock } from '@millrace/base';
import type { RegistryClient } from '@millrace/registry-client';
import { parseRegistered } from '@millrace/registry-client';
import type { ParsedSchema, PayloadCheck } from '@millrace/schema';
import { schemaKind } from '@millrace/schema';
import type { Unknown } from './facts.ts';
import { facts } from './facts.ts';
import type { Memory } from './memory.ts';
import type { SchemaRef } from './registrations.ts';
import type { RegistryReader } from './registry-reader.ts';

export interface KnownSchema {
  readonly kind: 'schema';
  readonly parsed: ParsedSchema;
  /** Undefined when rules of the schema encode the whole payload: nobody without the key can look into it. */
  readonly check: PayloadCheck | undefined;
}

/** Schemas by their id or GUID, ready to check payloads. */
export function knownSchemas(registry: RegistryReader, clock: Clock): Memory<SchemaRef, KnownSchema | Unknown> {
  return facts((ref: SchemaRef) => registry.ask((client) => knownSchema(client, ref)), clock);
}

async function knownSchema(registry: RegistryClient, ref: SchemaRef): Promise<KnownSchema | Unknown> {
  const found = await registry.identified(
    typeof ref === 'number' ? { kind: 'id', id: ref } : { kind: 'guid', guid: ref },
  );
  if (found === undefined) return { kind: 'absent', why: 'the registry does not have it' };
  const parsed = await parseRegistered(registry, found);
  const isEncoded = (found.ruleSet?.encodingRules ?? []).length > 0;
  return { kind: 'schema', parsed, check: isEncoded ? undefined : await schemaKind(parsed.type)?.checker(parsed) };
}
