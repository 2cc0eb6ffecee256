import type { Command } from 'commander';
import { ApiClient } from '@millrace/api-client';
import { environment } from '../config/env.ts';
import type { Output } from '../output/output.ts';
import { showFailure } from '../output/output.ts';

/** What every command gets: where to write, and the mesh to talk to. */
export interface CommandContext {
  readonly output: Output;
  readonly api: ApiClient;
}

interface CommonOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly as?: string;
}

/** Adds the options that every command has. */
export function common(command: Command): Command {
  return command
    .option('--json', 'answer as JSON')
    .option('--url <url>', 'address of the mesh (default http://127.0.0.1:8080, or MILLRACE_URL)')
    .option('--as <person>', 'who acts (or MILLRACE_AS)');
}

export function outputOf(options: CommonOptions): Output {
  return {
    json: options.json === true,
    write: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
  };
}

/** Runs a command's work; a failure becomes its message and exit status. */
export async function attempt(output: Output, work: () => Promise<number | void>): Promise<void> {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.exitCode = showFailure(output, error);
  }
}

/** The action of a command that talks to the mesh. */
export function withMesh(
  options: CommonOptions,
  work: (context: CommandContext) => Promise<number | void>,
): Promise<void> {
  const output = outputOf(options);
  const url = options.url ?? environment['MILLRACE_URL'] ?? 'http://127.0.0.1:8080';
  const as = options.as ?? environment['MILLRACE_AS'];
  return attempt(output, () =>
    work({ output, api: new ApiClient({ url: url.replace(/\/$/, ''), ...(as === undefined ? {} : { as }) }) }),
  );
}

/** Writes the answer: as JSON, or as text made from it. */
export function answer<T>(output: Output, value: T, text: (value: T) => string): void {
  output.write(output.json ? `${JSON.stringify(value)}\n` : text(value));
}
