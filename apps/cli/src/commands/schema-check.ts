import { MillraceError } from '@millrace/base';
import type { ParsedAvro, ParsedSchema } from '@millrace/schema';
import {
  checkCompatibility,
  checkDefaults,
  compatibilityLevels,
  explainCompatibility,
  isCompatibilityLevel,
} from '@millrace/schema';
import type { Command } from 'commander';
import { answer, attempt, outputOf } from './context.ts';
import { runCaseFiles } from './schema-cases.ts';
import { fileOptions, parseFile } from './schema-source.ts';

export function checkCommand(schema: Command): void {
  const command = schema
    .command('check')
    .argument('[files...]', 'files with the schemas in use, oldest first, and last the one that shall follow')
    .option('--cases <files...>', 'run files of compatibility cases instead')
    .option('--level <level>', compatibilityLevels.join(', '), 'BACKWARD')
    .option(
      '--policy <policy>',
      'strict or lenient: whether writers of a JSON Schema send what it does not name',
      'strict',
    )
    .option('--defaults', 'refuse an Avro schema with a default that does not fit its type, which registries take')
    .option('--json', 'answer as JSON')
    .description('may the new schema follow the old one? exit 1 when it breaks somebody');
  fileOptions(command).action((files: string[], options) => {
    const output = outputOf(options);
    return attempt(output, async () => {
      if (options.cases !== undefined) return (await runCaseFiles(output, options.cases)) ? 0 : 1;
      const level = String(options.level).toUpperCase();
      if (!isCompatibilityLevel(level))
        throw new MillraceError('USAGE', `There is no level "${level}": ${compatibilityLevels.join(', ')}.`);
      const policy = String(options.policy).toUpperCase();
      if (policy !== 'STRICT' && policy !== 'LENIENT')
        throw new MillraceError('USAGE', `There is no policy "${policy}": STRICT, LENIENT.`);
      if (files.length < 2)
        throw new MillraceError('USAGE', 'Name at least two files: the schema in use, and the one that shall follow.');
      const schemas = await Promise.all(files.map((file) => parseFile(file, options)));
      const next = schemas.pop();
      if (next === undefined) return 0;
      if (options.defaults === true && isAvro(next)) checkDefaults(next.root);
      const result = checkCompatibility(schemas, next, level, { names: files, policy });
      answer(output, result, (it) => `${explainCompatibility(it).join('\n')}\n`);
      return result.compatible ? 0 : 1;
    });
  });
}

function isAvro(schema: ParsedSchema): schema is ParsedAvro {
  return schema.type === 'AVRO';
}
