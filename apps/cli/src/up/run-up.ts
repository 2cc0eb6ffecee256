import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { Example } from '@millrace/example-kit';
import type { Config } from '../config/config.ts';
import type { Reporter } from './reporter.ts';
import type { Running } from './services.ts';
import { startServices } from './start-services.ts';

const examples: Readonly<Record<string, () => Promise<Example>>> = {
  flights: async () => (await import('@millrace/example-flights')).flights,
  trading: async () => (await import('@millrace/example-trading')).trading,
};

async function exampleOf(config: Config): Promise<Example | undefined> {
  if (config.example === undefined) return undefined;
  const load = examples[config.example];
  if (load === undefined)
    throw new MillraceError(
      'CONFIG_INVALID',
      `There is no example "${config.example}": ${Object.keys(examples).join(' and ')} are there.`,
    );
  return load();
}

/** The built UI: beside the published bundle, or in a checkout, seen from the bundle there or from the source. */
function webRoot(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, 'web'), join(here, '../../web/dist'), join(here, '../../../web/dist')].find((folder) =>
    existsSync(join(folder, 'index.html')),
  );
}

export interface UpOptions {
  readonly config: Config;
  readonly reporter: Reporter;
  readonly logger: Logger;
  readonly version: string;
  /** Aborts to stop: everything drains. */
  readonly signal: AbortSignal;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

/** Fills the mesh while it is in use. A failure of the example is told; the mesh goes on. */
async function runExample(example: Example, running: Running, { reporter, logger, signal }: UpOptions): Promise<void> {
  const { broker, registry, mesh } = running.addresses;
  const { registryAuthorization } = running;
  if (broker === undefined || registry === undefined || mesh === undefined)
    throw new MillraceError(
      'CONFIG_INVALID',
      'An example needs the broker, the registry, SQL and the mesh: leave out --only.',
    );
  try {
    await example.run({
      broker,
      registry,
      ...(registryAuthorization === undefined ? {} : { registryAuthorization }),
      mesh,
      signal,
      progress: (step, done, total) => reporter.tell({ event: 'progress', step, done, total }),
      note: (text) => reporter.tell({ event: 'note', text }),
    });
    reporter.tell({ event: 'note', text: `\nLook at it: ${mesh}\n` });
    for (const { title, command } of example.next({ broker, registry, mesh }))
      reporter.tell({ event: 'next', title, command });
  } catch (error) {
    if (signal.aborted) return;
    logger.error({ error }, 'the example failed');
    reporter.tell({
      event: 'note',
      text: `The example stopped: ${error instanceof Error ? error.message : String(error)}\nThe mesh goes on; start again to take it up where it stopped.`,
    });
  }
}

/** Starts everything, tells when it is ready, fills the example in, and drains when asked to stop. */
export async function runUp(options: UpOptions): Promise<void> {
  const { config, reporter, signal } = options;
  const example = await exampleOf(config);
  await mkdir(config.dataDir, { recursive: true });
  const meshFile = join(config.dataDir, 'mesh.yaml');
  if (example !== undefined) await writeFile(meshFile, example.mesh);
  const root = webRoot();
  const running = await startServices({
    ...options,
    ...(root === undefined ? {} : { webRoot: root }),
    ...(existsSync(meshFile) ? { meshFile } : {}),
  });
  try {
    // Counted from the start of the process: what a person waits for.
    reporter.tell({ event: 'ready', ms: Math.round(performance.now()), services: running.addresses });
    const filling = example === undefined ? Promise.resolve() : runExample(example, running, options);
    await stopped(signal);
    await filling;
  } finally {
    await running.close();
    reporter.tell({ event: 'stopped' });
  }
}
