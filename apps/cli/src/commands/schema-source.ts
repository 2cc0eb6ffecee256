import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { MillraceError } from '@millrace/base';
import { parseRegistered } from '@millrace/registry-client';
import type { ParsedSchema, ReferencedSchema, TagMetadata } from '@millrace/schema';
import { guessType, schemaKind, schemaTypes } from '@millrace/schema';
import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { registeredVersion, registryOf } from './schema-registry.ts';

export interface SourceOptions {
  readonly type?: string;
  readonly reference?: readonly string[];
  readonly schemaVersion?: string;
}

/** Adds the options that say how a file with a schema is to be read. */
export function fileOptions(command: Command): Command {
  return command
    .option('--type <type>', 'language of the schema: avro, protobuf or json (default: by the ending of the file)')
    .option(
      '--reference <name=file>',
      'a schema that it refers to, and its file; may be repeated, those that others use first',
      (one: string, before: readonly string[] | undefined) => [...(before ?? []), one],
    );
}

/** @throws MillraceError USAGE, or SCHEMA_INVALID with the name of the file */
export async function parseFile(file: string, { type, reference = [] }: SourceOptions): Promise<ParsedSchema> {
  const text = await read(file);
  const language = type?.toUpperCase() ?? guessType(text, file);
  const kind = schemaKind(language);
  if (kind === undefined)
    throw new MillraceError(
      'USAGE',
      `Schemas of type "${language.toLowerCase()}" are not known: ${schemaTypes.join(', ').toLowerCase()} are.`,
    );
  const references = await Promise.all(reference.map(readReference));
  try {
    return kind.parse(text, references);
  } catch (cause) {
    if (!(cause instanceof MillraceError)) throw cause;
    throw new MillraceError('SCHEMA_INVALID', `${file}: ${cause.message}`, { cause, details: cause.details });
  }
}

export interface Source {
  /** What to call it where the schema has no name: the file without its ending, the subject without its part. */
  readonly name: string;
  readonly schema: ParsedSchema;
  readonly metadata: TagMetadata;
}

/** A schema from a file, or from the registry when there is no file of that name. */
export async function schemaFrom(context: CommandContext, source: string, options: SourceOptions): Promise<Source> {
  if (existsSync(source)) {
    const name = basename(source).replace(/\.[^.]*$/, '');
    return { name, schema: await parseFile(source, options), metadata: {} };
  }
  if (/\.(avsc|proto|json)$/.test(source)) throw new MillraceError('USAGE', `There is no file ${source}.`);
  const registry = await registryOf(context);
  const found = await registeredVersion(registry, source, options.schemaVersion ?? 'latest');
  const schema = await parseRegistered(registry, found);
  return { name: source.replace(/-(key|value)$/, ''), schema, metadata: found.metadata ?? {} };
}

async function readReference(option: string): Promise<ReferencedSchema> {
  const [, name, file] = /^(.+?)=(.+)$/s.exec(option) ?? [];
  if (name === undefined || file === undefined)
    throw new MillraceError('USAGE', `--reference takes a name and a file, as in common.proto=src/common.proto.`);
  return { name, text: await read(file) };
}

function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MillraceError('USAGE', `${file} cannot be read.`, { cause });
  });
}
