import { readFile } from 'node:fs/promises';
import { MillraceError } from '@millrace/base';
import { defaultDirectory, defaultPolicies, parseMeshFile, parsePolicies } from '@millrace/mesh';
import type { Directory, Origin, Policy, SqlExample } from '@millrace/mesh';
import { parseDocument } from 'yaml';

export interface MeshConfig {
  readonly directory: { readonly origin: Origin; readonly directory: Directory };
  readonly policies: { readonly origin: Origin; readonly policies: readonly Policy[] };
  readonly examples: readonly SqlExample[];
}

/** Reads the operator's files, or takes what is built in. Throws CONFIG_INVALID with file and place. */
export async function readMeshConfig(files: {
  readonly meshFile?: string;
  readonly policyFile?: string;
}): Promise<MeshConfig> {
  const { meshFile, policyFile } = files;
  const mesh = meshFile === undefined ? undefined : parseMeshFile(await readYaml(meshFile), meshFile);
  return {
    directory:
      mesh === undefined
        ? { origin: 'default', directory: defaultDirectory }
        : { origin: 'file', directory: mesh.directory },
    policies:
      policyFile === undefined
        ? { origin: 'default', policies: defaultPolicies }
        : { origin: 'file', policies: parsePolicies(await readYaml(policyFile), policyFile) },
    examples: mesh?.examples ?? [],
  };
}

async function readYaml(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MillraceError('CONFIG_INVALID', `${path} cannot be read.`, { cause });
  });
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined)
    throw new MillraceError('CONFIG_INVALID', `${path}: ${error.message.split('\n')[0]}`, { cause: error });
  return document.toJS();
}
