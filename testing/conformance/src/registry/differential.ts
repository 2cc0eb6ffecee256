import * as fc from 'fast-check';
import { differenceOf, SameIds } from './compare.ts';
import { knownDifferences } from './known-differences.ts';
import { Player } from './player.ts';
import type { SchemaType } from './schemas.ts';
import { walkOf, type Step } from './step.ts';

export interface DifferentialOptions {
  /** Addresses of two registries that nobody else uses meanwhile. */
  readonly ours: string;
  readonly theirs: string;
  readonly walks: number;
  readonly seed?: number;
}

export interface DifferentialResult {
  /** Requests that both answered alike. */
  readonly alike: number;
  /** How often each known difference was met, by its name. */
  readonly known: ReadonlyMap<string, number>;
  /** The shortest walk found that ends in a difference that is not known, with the seed that finds it again. */
  readonly unknown?: string;
}

/**
 * Sends the same random walks of requests to both registries and compares what a client acts on: status, error code and body
 * without messages. A walk ends where what the two hold parts.
 */
export async function compareRegistries(type: SchemaType, options: DifferentialOptions): Promise<DifferentialResult> {
  const known = new Map<string, number>();
  const run = `${type.toLowerCase()}-${Date.now().toString(36)}`;
  let [alike, walks] = [0, 0];
  const property = fc.asyncProperty(walkOf(type), async (steps) => {
    const walk = `${run}-${walks++}`;
    const outcome = await play(steps, new Player(options.ours, walk), new Player(options.theirs, walk));
    alike += outcome.alike;
    for (const name of outcome.met) known.set(name, (known.get(name) ?? 0) + 1);
    if (outcome.unknown !== undefined) throw new Error(outcome.unknown);
  });
  const { seed, walks: numRuns } = options;
  const details = await fc.check(property, { numRuns, ...(seed === undefined ? {} : { seed }) });
  if (!details.failed) return { alike, known };
  return {
    alike,
    known,
    unknown: `seed ${details.seed}: ${describe(details.counterexample?.[0] ?? [])}\n${String(details.errorInstance)}`,
  };
}

interface Outcome {
  readonly alike: number;
  /** Names of the known differences that it met. */
  readonly met: readonly string[];
  readonly unknown?: string;
}

async function play(steps: readonly Step[], ours: Player, theirs: Player): Promise<Outcome> {
  const ids = new SameIds();
  await Promise.all([ours.begin(), theirs.begin()]);
  const met: string[] = [];
  let alike = 0;
  for (const [index, step] of steps.entries()) {
    const [left, right] = await Promise.all([ours.play(step), theirs.play(step)]);
    const difference = differenceOf(left, right, ids);
    if (difference === undefined) {
      alike++;
      continue;
    }
    const known = knownDifferences.find((each) =>
      each.matches({ before: steps.slice(0, index), step, ours: left, theirs: right }),
    );
    if (known !== undefined) {
      met.push(known.name);
      if (known.parts) return { alike, met };
      continue;
    }
    const said = `We said ${JSON.stringify(left)}, they said ${JSON.stringify(right)}`;
    return { alike, met, unknown: `${describe([step])}: ${difference}\n${said}` };
  }
  return { alike, met };
}

function describe(steps: readonly Step[]): string {
  return steps
    .map(
      ({ kind, ...rest }) =>
        `${kind} ${JSON.stringify(rest, (name, value: unknown) => (name === 'schema' ? (value as { name: string }).name : value))}`,
    )
    .join('; ');
}
