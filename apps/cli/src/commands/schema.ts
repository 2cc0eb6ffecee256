import { readFile } from 'node:fs/promises';
import { MillraceError } from '@millrace/base';
import type { MeshStatus } from '@millrace/mesh';
import type { ParsedSchema } from '@millrace/schema';
import {
  checkCompatibility,
  compatibilityLevels,
  explainCompatibility,
  isCompatibilityLevel,
  schemaKind,
  schemaTypes,
} from '@millrace/schema';
import type { Command } from 'commander';
import { environment } from '../config/env.ts';
import { loadConfig } from '../config/load.ts';
import { authorizationOf } from '../up/registry-access.ts';
import type { CommandContext } from './context.ts';
import { runCaseFiles } from './schema-cases.ts';
import { enforceCommand } from './schema-enforce.ts';
import { answer, attempt, common, outputOf, withMesh } from './context.ts';

interface RegisteredVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schemaType?: string;
  readonly schema: string;
}

/** As MILLRACE_REGISTRY_BASIC or MILLRACE_REGISTRY_BEARER say, or `millrace.yaml`. */
async function signIn(): Promise<Readonly<Record<string, string>>> {
  const { registryCredential } = await loadConfig({}, undefined);
  return registryCredential === undefined
    ? {}
    : { authorization: await authorizationOf(registryCredential, environment) };
}

/** Asks the registry that the mesh stands on. */
async function registry<T>({ api }: CommandContext, path: string): Promise<T> {
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

async function parseFile(file: string, type: string): Promise<ParsedSchema> {
  const kind = schemaKind(type.toUpperCase());
  if (kind === undefined)
    throw new MillraceError(
      'USAGE',
      `Schemas of type "${type}" are not known: ${schemaTypes.join(', ').toLowerCase()} are.`,
    );
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MillraceError('USAGE', `${file} cannot be read.`, { cause });
  });
  try {
    return kind.parse(text);
  } catch (cause) {
    throw new MillraceError('SCHEMA_INVALID', `${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export function schemaCommand(program: Command): void {
  const schema = program.command('schema').description('schemas: list, show, and judge changes');

  common(schema.command('list'))
    .description('subjects of the registry')
    .action((options) =>
      withMesh(options, async (context) =>
        answer(context.output, { items: await registry<readonly string[]>(context, '/subjects') }, ({ items }) =>
          items.map((subject) => `${subject}\n`).join(''),
        ),
      ),
    );

  enforceCommand(schema);

  common(
    schema
      .command('show')
      .argument('<subject>', 'e.g. operations.flights-value')
      .argument('[version]', 'a number, or latest', 'latest'),
  )
    .description('a registered schema')
    .action((subject: string, version: string, options) =>
      withMesh(options, async (context) => {
        const found = await registry<RegisteredVersion>(
          context,
          `/subjects/${encodeURIComponent(subject)}/versions/${encodeURIComponent(version)}`,
        );
        answer(
          context.output,
          found,
          (it) =>
            `${it.subject}, version ${it.version}, id ${it.id}\n${JSON.stringify(JSON.parse(it.schema), null, 2)}\n`,
        );
      }),
    );

  schema
    .command('check')
    .argument('[files...]', 'files with the schemas in use, oldest first, and last the one that shall follow')
    .option('--cases <files...>', 'run files of compatibility cases instead')
    .option('--type <type>', 'language of the schemas', 'avro')
    .option('--level <level>', compatibilityLevels.join(', '), 'BACKWARD')
    .option('--json', 'answer as JSON')
    .description('may the new schema follow the old one? exit 1 when it breaks somebody')
    .action((files: string[], options) => {
      const output = outputOf(options);
      return attempt(output, async () => {
        if (options.cases !== undefined) return (await runCaseFiles(output, options.cases)) ? 0 : 1;
        const level = String(options.level).toUpperCase();
        if (!isCompatibilityLevel(level))
          throw new MillraceError('USAGE', `There is no level "${level}": ${compatibilityLevels.join(', ')}.`);
        const next = files.at(-1);
        if (next === undefined || files.length < 2)
          throw new MillraceError(
            'USAGE',
            'Name at least two files: the schema in use, and the one that shall follow.',
          );
        const old = files.slice(0, -1);
        const previous = await Promise.all(old.map((file) => parseFile(file, options.type)));
        const result = checkCompatibility(previous, await parseFile(next, options.type), level, { names: old });
        answer(output, result, (it) =>
          explainCompatibility(it)
            .map((line) => `${line}\n`)
            .join(''),
        );
        return result.compatible ? 0 : 1;
      });
    });
}
