import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { MillraceError } from '@millrace/base';
import type { Command } from 'commander';
import { answer, attempt, outputOf } from './context.ts';

/** One line of standard input; at a terminal it is asked for and not shown. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (process.stdin.isTTY) process.stderr.write('\n');
  }
}

export function registryCommand(program: Command): void {
  const registry = program.command('registry').description('who may use the schema registry (see registry.auth)');

  registry
    .command('hash-password')
    .option('--json', 'answer as JSON')
    .description('reads a password from standard input and prints the hash that stands for it in the file')
    .action((options) => {
      const output = outputOf(options);
      return attempt(output, async () => {
        const password = await readPassword();
        if (password === '') throw new MillraceError('USAGE', 'Standard input has no password.');
        const { hashPassword } = await import('@millrace/registry');
        answer(output, { hash: await hashPassword(password) }, ({ hash }) => `${hash}\n`);
      });
    });

  registry
    .command('new-token')
    .option('--json', 'answer as JSON')
    .description('makes a token for a program, and the hash that stands for it in the file')
    .action((options) => {
      const output = outputOf(options);
      return attempt(output, async () => {
        const { hashToken, newToken } = await import('@millrace/registry');
        const token = newToken();
        const made = { token, hash: hashToken(token) };
        answer(output, made, (it) => `token, for the program: ${it.token}\nhash, for the file:     ${it.hash}\n`);
      });
    });
}
