import { spawn } from 'node:child_process';

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs one step and keeps what it printed; with `live`, also shows it as it comes. */
export function runStep(step: Step, { live = false } = {}): Promise<StepResult> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const [command, ...args] = step.command;
    const child = spawn(command, args, { env: { ...process.env, ...step.environment } });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (live) process.stdout.write(chunk);
      });
    }
    const done = (ok: boolean, more = '') =>
      resolve({
        name: step.name,
        ok,
        seconds: (performance.now() - begun) / 1000,
        output: Buffer.concat(chunks).toString() + more,
      });
    child.on('error', (error) => done(false, error.message));
    child.on('close', (code) => done(code === 0));
  });
}

/** Runs the steps, `width` at a time, and tells of each as it ends; what failed is shown in full. */
export async function runSteps(steps: readonly Step[], width: number): Promise<readonly StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      console.log(`${result.ok ? '✓' : '✗'} ${result.name} ${result.seconds.toFixed(1)} s`);
      if (!result.ok) console.log(result.output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
