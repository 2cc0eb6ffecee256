import { MillraceError } from '@millrace/base';
import type { Command } from 'commander';
import type { SettingKey, Settings } from '../config/config.ts';
import { settings } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { createLogger } from '../logger.ts';
import { jsonReporter, textReporter } from '../up/reporter.ts';
import { attempt, outputOf } from './context.ts';

const flags: readonly (readonly [flag: string, setting: SettingKey])[] = [
  ['--data <dir>', 'data'],
  ['--only <services>', 'only'],
  ['--host <host>', 'host'],
  ['--port <n>', 'mesh.port'],
  ['--kafka-port <n>', 'broker.port'],
  ['--registry-port <n>', 'registry.port'],
  ['--ksql-port <n>', 'ksql.port'],
  ['--example <name>', 'example'],
  ['--log-level <level>', 'log.level'],
];

/** `--kafka-port <n>` → `kafkaPort`, as commander names it. */
function optionName(flag: string): string {
  return flag.replace(/^--| .*$/g, '').replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function settingsOfFlags(options: Readonly<Record<string, unknown>>): Settings {
  const given = flags.flatMap(([flag, setting]) => {
    const value = options[optionName(flag)];
    return typeof value === 'string' ? [[setting, value] as const] : [];
  });
  return Object.fromEntries(given);
}

export function upCommand(program: Command, version: string): void {
  const up = program
    .command('up')
    .description('start the mesh: broker, registry, streaming SQL, API and UI, until Ctrl-C');
  up.option('--config <file>', 'settings (default millrace.yaml, if there is one)');
  for (const [flag, setting] of flags) up.option(flag, settings[setting]);
  up.option('--brokers <n>', 'how many brokers to show to clients (this version: 1)', '1')
    .option('--json', 'one JSON object a line')
    .action((options: Readonly<Record<string, unknown>>) => {
      const json = options['json'] === true;
      const output = outputOf({ json });
      return attempt(output, async () => {
        if (options['brokers'] !== '1')
          throw new MillraceError(
            'CONFIG_INVALID',
            `--brokers ${String(options['brokers'])}: this version runs one broker.`,
          );
        const config = await loadConfig(
          settingsOfFlags(options),
          typeof options['config'] === 'string' ? options['config'] : undefined,
        );
        const stop = new AbortController();
        let askedAt: number | undefined;
        const ask = (): void => {
          // Who asks again does not want to wait. A launcher may pass the same signal on twice: that is one request.
          if (askedAt !== undefined && performance.now() - askedAt > 1000) process.exit(130);
          askedAt ??= performance.now();
          stop.abort();
        };
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, ask);
        const write = (text: string): void => void process.stdout.write(text);
        const { runUp } = await import('../up/run-up.ts');
        await runUp({
          config,
          version,
          reporter: json ? jsonReporter(write) : textReporter(write, process.stdout.isTTY),
          logger: createLogger(config.logLevel),
          signal: stop.signal,
        });
      });
    });
}
