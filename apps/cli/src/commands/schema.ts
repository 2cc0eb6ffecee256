import type { RegisteredVersion } from '@millrace/registry-client';
import { prettyJson } from '@millrace/schema';
import type { Command } from 'commander';
import { answer, common, withMesh } from './context.ts';
import { checkCommand } from './schema-check.ts';
import { enforceCommand } from './schema-enforce.ts';
import { generateCommands } from './schema-generate.ts';
import { registeredVersion, registryOf } from './schema-registry.ts';

export function schemaCommand(program: Command): void {
  const schema = program
    .command('schema')
    .description('schemas: list and show them, judge changes, make examples, documentation and types');

  common(schema.command('list'))
    .description('subjects of the registry')
    .action((options) =>
      withMesh(options, async (context) =>
        answer(context.output, { items: await (await registryOf(context)).subjects() }, ({ items }) =>
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
      withMesh(options, async (context) =>
        answer(context.output, await registeredVersion(await registryOf(context), subject, version), shown),
      ),
    );

  checkCommand(schema);
  generateCommands(schema);
}

function shown({ subject, version, id, schemaType, schema }: RegisteredVersion): string {
  const text = schemaType === 'PROTOBUF' ? schema : prettyJson(schema);
  return `${subject}, version ${version}, id ${id}\n${text.trimEnd()}\n`;
}
