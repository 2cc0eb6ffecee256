import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MillraceError } from '@millrace/base';
import type { SourceFile } from '@millrace/schema/generate';
import type { Command } from 'commander';
import { answer, common, withMesh, type CommandContext } from './context.ts';
import { fileOptions, schemaFrom, type Source, type SourceOptions } from './schema-source.ts';

interface GenerateOptions extends SourceOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** The commands that make something of a schema. What makes it is loaded when it is asked for. */
export function generateCommands(schema: Command): void {
  generator(schema, 'example')
    .option('--count <n>', 'how many', '1')
    .option('--seed <n>', 'the same number gives the same examples', '1')
    .description('events that fit the schema, realistic by the names of fields; several are a line each')
    .action((source: string, options) =>
      withSource(source, options, async (context, { schema: parsed }) => {
        const { exampleOf, exampleText } = await import('@millrace/schema/generate');
        const [count, seed] = [wholeNumber('count', options.count), wholeNumber('seed', options.seed)];
        const examples = exampleOf(parsed, { count, seed });
        const lines = examples.map((example) => `${exampleText(example, count === 1 ? 2 : 0)}\n`);
        const json = `{"items":[${examples.map((example) => exampleText(example)).join(',')}]}\n`;
        await deliver(context, options, context.output.json ? json : lines.join(''));
      }),
    );

  generator(schema, 'docs')
    .option('--seed <n>', 'of the example', '1')
    .description('a page of Markdown: fields, types, documentation, tags, and an example')
    .action((source: string, options) =>
      withSource(source, options, async (context, { schema: parsed, name, metadata }) => {
        const { docsOf } = await import('@millrace/schema/generate');
        const markdown = docsOf(parsed, { name, metadata, seed: wholeNumber('seed', options.seed) });
        await deliver(context, options, context.output.json ? `${JSON.stringify({ markdown })}\n` : markdown);
      }),
    );

  generator(schema, 'types', 'write there (for Java a folder, with a file a class)')
    .requiredOption('--language <language>', 'typescript, java, python, go or csharp')
    .description('types for a program that reads or writes the events as JSON')
    .action((source: string, options) =>
      withSource(source, options, async (context, { schema: parsed, name }) => {
        const { isTypeLanguage, typeLanguages, typesOf } = await import('@millrace/schema/generate');
        const { language } = options;
        if (!isTypeLanguage(language))
          throw new MillraceError('USAGE', `There are no types for "${language}": ${typeLanguages.join(', ')}.`);
        const files = await typesOf(parsed, language, { name });
        if (options.out !== undefined && language === 'java') return writeAll(context, options.out, files);
        const text = files.length === 1 ? (files[0]?.text ?? '') : files.map(headed).join('\n');
        return deliver(context, options, context.output.json ? `${JSON.stringify({ files })}\n` : text);
      }),
    );
}

function generator(schema: Command, name: string, out = 'write there and not to standard output'): Command {
  const command = schema.command(name).argument('<file|subject>', 'a file with a schema, or a subject of the registry');
  return common(fileOptions(command))
    .option('--schema-version <version>', 'of the subject: a number, or latest', 'latest')
    .option('--out <path>', out);
}

function withSource(
  source: string,
  options: GenerateOptions,
  work: (context: CommandContext, found: Source) => Promise<void>,
): Promise<void> {
  return withMesh(options, async (context) => work(context, await schemaFrom(context, source, options)));
}

/** Writes what was made to where it was asked for. */
async function deliver({ output }: CommandContext, { out }: GenerateOptions, text: string): Promise<void> {
  if (out === undefined) return output.write(text);
  return writeFile(out, text).catch(cannotWrite(out));
}

async function writeAll({ output }: CommandContext, folder: string, files: readonly SourceFile[]): Promise<void> {
  await mkdir(folder, { recursive: true }).catch(cannotWrite(folder));
  for (const { name, text } of files) await writeFile(join(folder, name), text).catch(cannotWrite(folder));
  const written = files.map(({ name }) => join(folder, name));
  answer(output, { written }, (it) => it.written.map((path) => `${path}\n`).join(''));
}

function headed({ name, text }: SourceFile): string {
  return `// ${name}\n\n${text}`;
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new MillraceError('USAGE', `--${option} is a whole number, not ${JSON.stringify(text)}.`);
}

function cannotWrite(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new MillraceError('USAGE', `${path} cannot be written.`, { cause });
  };
}
