import type { Connection, Consumer, Page, Snippet } from '@millrace/mesh';
import type { Command } from 'commander';
import { table } from '../output/output.ts';
import { answer, common, withMesh } from './context.ts';

function connectionText(connection: Connection, language: string | undefined): string {
  const wanted = (snippet: Snippet): boolean => language === undefined || snippet.language === language;
  return [
    `  bootstrap  ${connection.bootstrap}\n  topic      ${connection.topic}\n  registry   ${connection.registry}\n  subject    ${connection.subject}\n  group      ${connection.group}\n`,
    ...connection.snippets.filter(wanted).map((snippet) => `\n# ${snippet.title}\n${snippet.code.trimEnd()}\n`),
  ].join('');
}

export function consumerCommand(program: Command): void {
  const consumer = program.command('consumer').description('register as a consumer of a product');

  common(consumer.command('add').argument('<name>', 'name of the application or person'))
    .description('register, and get all that a client needs')
    .requiredOption('--product <product>', 'e.g. operations.flights')
    .requiredOption('--purpose <text>', 'what the data is for')
    .option('--language <language>', 'only this snippet: kcat, typescript, python or java')
    .action((name: string, options) =>
      withMesh(options, async ({ api, output }) => {
        const path = `/products/${encodeURIComponent(options.product)}`;
        const registered = await api.post<Consumer>(`${path}/consumers`, { name, purpose: options.purpose });
        const connection = await api.get<Connection>(`${path}/connection`, { consumer: registered.id });
        answer(
          output,
          { consumer: registered, connection },
          () => `registered ${registered.id}\n${connectionText(connection, options.language)}`,
        );
      }),
    );

  common(consumer.command('list').option('--product <product>'))
    .description('who reads what, and why')
    .action((options) =>
      withMesh(options, async ({ api, output }) => {
        const path =
          options.product === undefined ? '/consumers' : `/products/${encodeURIComponent(options.product)}/consumers`;
        answer(output, await api.get<Page<Consumer>>(path), ({ items }) =>
          items.length === 0
            ? 'no consumer is registered\n'
            : table(
                ['CONSUMER', 'PRODUCT', 'SINCE', 'PURPOSE'],
                items.map((item) => [item.id, item.product, item.registeredAt, item.purpose]),
              ),
        );
      }),
    );

  common(consumer.command('remove').argument('<consumer>', 'its id'))
    .description('end a registration')
    .action((id: string, options) =>
      withMesh(options, async ({ api, output }) => {
        await api.delete(`/consumers/${encodeURIComponent(id)}`);
        answer(output, { removed: id }, () => `removed ${id}\n`);
      }),
    );
}
