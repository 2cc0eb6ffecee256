import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { completionCommand } from './commands/completion.ts';
import { consumerCommand } from './commands/consumer.ts';
import { governCommands } from './commands/govern.ts';
import { productCommand } from './commands/product.ts';
import { registryCommand } from './commands/registry.ts';
import { schemaCommand } from './commands/schema.ts';
import { sqlCommand } from './commands/sql.ts';
import { upCommand } from './commands/up.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('millrace')
  .description('A self-service data mesh for event streams.')
  .version(version)
  .showHelpAfterError()
  .addHelpText(
    'after',
    '\nExit status: 0 done, 1 the answer is no, 2 wrong usage, 3 a service is unreachable, 70 a defect of ours.',
  );

upCommand(program, version);
productCommand(program);
consumerCommand(program);
sqlCommand(program);
schemaCommand(program);
registryCommand(program);
governCommands(program);
auditCommand(program);
completionCommand(program);

// Wrong usage is 2 everywhere; commander alone would say 1. Commands inherit nothing, so each is told.
const exitTwo = (command: Command): void => {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  for (const sub of command.commands) exitTwo(sub);
};
exitTwo(program);

await program.parseAsync();
