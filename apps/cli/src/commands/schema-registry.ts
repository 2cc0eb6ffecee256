import { MillraceError } from '@millrace/base';
import type { MeshStatus } from '@millrace/mesh';
import type { ParsedSchema, ReferencedSchema, SchemaMetadata, TagMetadata } from '@millrace/schema';
import { schemaKind } from '@millrace/schema';
import { environment } from '../config/env.ts';
import { loadConfig } from '../config/load.ts';
import { authorizationOf } from '../up/registry-access.ts';
import type { CommandContext } from './context.ts';

export interface RegisteredVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  /** Absent for Avro. */
  readonly schemaType?: string;
  readonly schema: string;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata & TagMetadata;
}

interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** As MILLRACE_REGISTRY_BASIC or MILLRACE_REGISTRY_BEARER say, or `millrace.yaml`. */
async function signIn(): Promise<Readonly<Record<string, string>>> {
  const { registryCredential } = await loadConfig({}, undefined);
  return registryCredential === undefined
    ? {}
    : { authorization: await authorizationOf(registryCredential, environment) };
}

/** Asks the registry that the mesh stands on. */
export async function askRegistry<T>({ api }: CommandContext, path: string): Promise<T> {
  const { services } = await api.get<MeshStatus>('/status');
  const url = `${services.registry.address.replace(/\/$/, '')}${path}`;
  const response = await fetch(url, { headers: await signIn() }).catch((cause: unknown) => {
    throw new MillraceError('UNREACHABLE', `The registry at ${services.registry.address} did not answer.`, { cause });
  });
  const body = (await response.json()) as T & { readonly message?: string };
  if (response.status === 404) throw new MillraceError('NOT_FOUND', body.message ?? `${path} was not found.`);
  if (response.status === 401 || response.status === 403)
    throw new MillraceError(
      'FORBIDDEN',
      `The registry at ${services.registry.address} refuses ${path}: ${body.message ?? response.status}.`,
    );
  if (!response.ok)
    throw new MillraceError('INTERNAL', `The registry answered ${response.status}: ${body.message ?? ''}`);
  return body;
}

export function registeredVersion(
  context: CommandContext,
  subject: string,
  version: string,
): Promise<RegisteredVersion> {
  return askRegistry(context, `/subjects/${encodeURIComponent(subject)}/versions/${encodeURIComponent(version)}`);
}

/** Parses what is registered, with all the schemas that its references lead to. */
export async function parseRegistered(context: CommandContext, found: RegisteredVersion): Promise<ParsedSchema> {
  const type = found.schemaType ?? 'AVRO';
  const kind = schemaKind(type);
  if (kind === undefined) throw new MillraceError('SCHEMA_INVALID', `Schemas of type ${type} are not known.`);
  const references = new Map<string, ReferencedSchema>();
  await addReferences(context, found.references ?? [], references);
  return kind.parse(found.schema, [...references.values()], found.metadata);
}

/** Those that others use come first, each once. */
async function addReferences(
  context: CommandContext,
  references: readonly SchemaReference[],
  found: Map<string, ReferencedSchema>,
): Promise<void> {
  for (const { name, subject, version } of references) {
    if (found.has(name)) continue;
    const used = await registeredVersion(context, subject, String(version));
    await addReferences(context, used.references ?? [], found);
    found.set(name, { name, text: used.schema });
  }
}
