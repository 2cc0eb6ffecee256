import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { UpEvent } from '../src/up/reporter.ts';

export const repository = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const program = join(repository, 'apps/cli/bin/millrace.mjs');

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the CLI to its end. */
export function millrace(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string; readonly cwd?: string } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.end(options.input ?? '');
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

type EventOf<K extends UpEvent['event']> = Extract<UpEvent, { event: K }>;

/** A `millrace up --json` of its own, on free ports and in a folder of its own. */
export class Mesh {
  readonly events: UpEvent[] = [];
  readonly #child: ChildProcess;
  readonly #closed: Promise<number | null>;
  readonly #waiting = new Set<() => void>();
  #stderr = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#closed = new Promise((resolve) =>
      child.on('close', (status) => {
        resolve(status);
        this.#wake();
      }),
    );
    child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.events.push(JSON.parse(line) as UpEvent);
        this.#wake();
      });
    }
  }

  static start(dataDir: string, args: readonly string[] = [], executable: string = program): Mesh {
    const ports = ['--port', '0', '--kafka-port', '0', '--registry-port', '0', '--ksql-port', '0'];
    // Arguments come last, so that a test may name a port of its own.
    return Mesh.startWith(dataDir, [...ports, ...args], executable);
  }

  /** With these arguments only, beside the data directory. */
  static startWith(dataDir: string, args: readonly string[], executable: string = program): Mesh {
    return new Mesh(
      spawn(process.execPath, [executable, 'up', '--json', '--data', dataDir, ...args], { cwd: dataDir }),
    );
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /** The first event of this kind that passes, past or to come. */
  async event<K extends UpEvent['event']>(
    kind: K,
    passes: (event: EventOf<K>) => boolean = () => true,
  ): Promise<EventOf<K>> {
    for (;;) {
      const found = this.events.find(
        (event): event is EventOf<K> => event.event === kind && passes(event as EventOf<K>),
      );
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(
          `millrace ended with ${this.#child.exitCode ?? this.#child.signalCode} before ${kind}: ${JSON.stringify(this.events.slice(-3))}\n${this.#stderr}`,
        );
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  get stderr(): string {
    return this.#stderr;
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Exit status, once it has ended. */
  get closed(): Promise<number | null> {
    return this.#closed;
  }

  async stop(): Promise<number | null> {
    this.kill('SIGTERM');
    return this.#closed;
  }

  /** A test that fails leaves nothing running. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** An empty folder that is removed when the test disposes of it. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'millrace-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
