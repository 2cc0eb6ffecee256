import { MillraceError } from '@millrace/base';
import type { MeshStatus } from '@millrace/mesh';
import type { RegisteredVersion } from '@millrace/registry-client';
import { RegistryClient } from '@millrace/registry-client';
import { environment } from '../config/env.ts';
import { loadConfig } from '../config/load.ts';
import { authorizationOf } from '../up/registry-access.ts';
import type { CommandContext } from './context.ts';

/** The registry that the mesh stands on, signed in as MILLRACE_REGISTRY_BASIC or MILLRACE_REGISTRY_BEARER say, or `millrace.yaml`. */
export async function registryOf({ api }: CommandContext): Promise<RegistryClient> {
  const { services } = await api.get<MeshStatus>('/status');
  const { registryCredential } = await loadConfig({}, undefined);
  const authorization =
    registryCredential === undefined ? undefined : await authorizationOf(registryCredential, environment);
  return new RegistryClient({ url: services.registry.address, authorization });
}

/** @throws MillraceError NOT_FOUND, and as `RegistryClient` does */
export async function registeredVersion(
  registry: RegistryClient,
  subject: string,
  version: string,
): Promise<RegisteredVersion> {
  const found = await registry.version(subject, version);
  if (found !== undefined) return found;
  const what = version === 'latest' ? `Subject '${subject}'` : `Version ${version} of subject '${subject}'`;
  throw new MillraceError('NOT_FOUND', `${what} not found.`);
}
