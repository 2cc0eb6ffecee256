import { readFile } from 'node:fs/promises';
import { MillraceError } from '@millrace/base';
import type { KmsSecrets, RegistryAuth } from '@millrace/registry';
import { parseDocument } from 'yaml';
import type { Config, Credential, SecretPlace } from '../config/config.ts';
import type { Environment } from '../config/env.ts';

/** Who the embedded registry lets in, and how the other services of this process get into their registry. */
export interface RegistryAccess {
  readonly auth?: RegistryAuth;
  /** What the registry reaches its key management services with. */
  readonly kms?: KmsSecrets;
  /** The `Authorization` header; absent for a registry that asks for none. */
  readonly authorization?: string;
}

/** @throws MillraceError CONFIG_INVALID when a file or a variable that the configuration names is not there or not of its form */
export async function registryAccess(config: Config, environment: Environment): Promise<RegistryAccess> {
  const { registryAuthFile: file, registryCredential: credential } = config;
  if (config.registry.kind === 'foreign' && credential !== undefined) {
    return { authorization: await authorizationOf(credential, environment) };
  }
  if (config.registry.kind !== 'embedded') return {};
  const kms = await kmsSecrets(config, environment);
  if (file === undefined) return { kms };
  const { newToken, parseAuthDocument } = await import('@millrace/registry');
  const ownToken = newToken();
  const auth = parseAuthDocument(await readYaml(file), file, environment);
  return { kms, auth: { ...auth, ownToken }, authorization: `Bearer ${ownToken}` };
}

/** @throws MillraceError CONFIG_INVALID when the secret is not where it is said to be */
export async function authorizationOf({ scheme, from }: Credential, environment: Environment): Promise<string> {
  const secret = await secretAt(from, 'the sign-in at the registry', environment);
  return `${scheme} ${scheme === 'Basic' ? Buffer.from(secret).toString('base64') : secret}`;
}

async function kmsSecrets({ registryKmsSecret }: Config, environment: Environment): Promise<KmsSecrets> {
  if (registryKmsSecret === undefined) return {};
  return { local: await secretAt(registryKmsSecret, 'the secret of the local KMS', environment) };
}

async function secretAt(place: SecretPlace, what: string, environment: Environment): Promise<string> {
  const held = place.kind === 'env' ? environment[place.name] : await read(place.path);
  const secret = held?.trim() ?? '';
  if (secret !== '') return secret;
  const shown = place.kind === 'env' ? `The variable ${place.name}` : place.path;
  throw new MillraceError('CONFIG_INVALID', `${shown}, which is to hold ${what}, is empty.`);
}

async function readYaml(file: string): Promise<unknown> {
  const document = parseDocument(await read(file));
  const [error] = document.errors;
  // Behind its first line the message shows the text, secrets and all.
  if (error !== undefined) throw new MillraceError('CONFIG_INVALID', `${file}: ${error.message.split('\n')[0]}`);
  return document.toJS();
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MillraceError('CONFIG_INVALID', `${file} cannot be read.`, { cause });
  });
}
