import { createInterface } from 'node:readline/promises';
import { MillraceError } from '@millrace/base';
import type { SqlResult, SqlRow } from '@millrace/mesh';
import type { Command } from 'commander';
import { Refused, table } from '../output/output.ts';
import type { CommandContext } from './context.ts';
import { answer, attempt, common, outputOf, withMesh } from './context.ts';
import { runTestFiles } from './sql-test.ts';

const isQuery = (statement: string): boolean => /^\s*(select|print)\b/i.test(statement);

/** Streams the rows of a SELECT until it ends or Ctrl-C. */
async function select({ api, output }: CommandContext, statement: string): Promise<void> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    for await (const row of api.lines<SqlRow>('/sql/queries', { statement }, stop.signal)) {
      if (output.json) output.write(`${JSON.stringify(row)}\n`);
      else if (row.kind === 'header') output.write(`${row.columns.map((column) => column.name).join('\t')}\n`);
      else if (row.kind === 'row')
        output.write(
          `${row.values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\t')}${row.tombstone === true ? '\t(deleted)' : ''}\n`,
        );
      else if (row.kind === 'error') throw new MillraceError('SQL_INVALID', row.message);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

async function execute(context: CommandContext, statement: string): Promise<void> {
  if (isQuery(statement)) return select(context, statement);
  answer(context.output, await context.api.post<SqlResult>('/sql', { statement }), ({ message }) => `${message}\n`);
  return undefined;
}

/** Reads statements that end in `;`, over several lines, until `exit` or the end of the input. */
async function shell(context: CommandContext): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
  let ended = false;
  lines.once('close', () => (ended = true));
  let statement = '';
  const prompt = (): void => {
    // Input from a pipe has ended long before its last statement is done.
    if (ended || !process.stdin.isTTY) return;
    lines.setPrompt(statement === '' ? 'sql> ' : '   > ');
    lines.prompt();
  };
  prompt();
  for await (const line of lines) {
    if (statement === '' && /^\s*(exit|quit)\s*;?\s*$/i.test(line)) break;
    statement += `${line}\n`;
    if (line.trimEnd().endsWith(';')) {
      await execute(context, statement).catch((error: unknown) =>
        context.output.error(`${error instanceof Error ? error.message : String(error)}\n`),
      );
      statement = '';
    }
    prompt();
  }
  lines.close();
}

export function sqlCommand(program: Command): void {
  const sql = program.command('sql').description('streaming SQL: run a statement, or open a shell');
  common(sql.argument('[statement]', 'a statement; without one, a shell'))
    .addHelpText('after', '\nA SELECT … EMIT CHANGES streams rows until Ctrl-C.')
    .action((statement: string | undefined, options) =>
      withMesh(options, (context) => (statement === undefined ? shell(context) : execute(context, statement))),
    );

  common(sql.command('queries'))
    .description('the queries that run')
    .action((options) =>
      withMesh({ ...sql.opts(), ...options }, async ({ api, output }) => {
        const page = await api.get<{
          items: readonly { id: string; state: string; sink: string; statement: string }[];
        }>('/queries');
        answer(output, page, ({ items }) =>
          table(
            ['QUERY', 'STATE', 'SINK', 'STATEMENT'],
            items.map((item) => [item.id, item.state, item.sink, item.statement.replaceAll(/\s+/g, ' ')]),
          ),
        );
      }),
    );

  sql
    .command('test')
    .argument('<paths...>', 'files or folders of test cases in the format of ksqlDB')
    .option('--json', 'one object a case')
    .option('--rest', 'cases for the REST API')
    .description('run test cases on the in-memory driver; exit 1 when any failed')
    .action((paths: readonly string[], options) => {
      // `--json` may stand before or after the word "test".
      const output = outputOf({ ...sql.opts(), ...options });
      return attempt(output, async () => {
        if (options.rest === true)
          throw new MillraceError(
            'USAGE',
            'Cases for the REST API cannot be run yet: leave out --rest and name files of query-validation-tests.',
          );
        if (!(await runTestFiles(output, paths))) throw new Refused();
      });
    });
}
