import { MillraceError } from '@millrace/base';
import type { Difference } from '../difference.ts';
import { pointer } from '../json.ts';
import type { CompatibilityPolicy } from '../schema-kind.ts';
import { differenceKinds, type DifferenceKind, type DifferenceKindName } from './kinds.ts';
import type { JsonSchema, TargetSchema } from './schema.ts';

/** How many pairs of schemas may lead from one to the next. Guards the stack. */
const depthMax = 300;

/**
 * What was found between two schemas that many places lead to is told at each of them, as the reference does, until this many differences
 * were told again; after that once is enough. It keeps schemas whose types use each other throughout from being told without end.
 */
const retoldMax = 1_000;

/** What lies between two schemas; paths begin at them. */
export interface Outcome {
  readonly differences: Difference[];
  breaks: boolean;
}

/** What all steps of one comparison share. */
interface Shared {
  readonly policy: CompatibilityPolicy;
  /** Of the pairs that are under way, `undefined`: recursion ends there. */
  readonly outcomes: Map<TargetSchema, Map<TargetSchema, Outcome | undefined>>;
  /** The pairs found to fit, in that order: on the assumption that those under way do. */
  readonly fitting: (readonly [reader: TargetSchema, writer: TargetSchema])[];
  retold: number;
}

export interface Walk {
  readonly shared: Shared;
  /** Where we are, from the pair of schemas that is compared: `/properties/a`. */
  readonly path: string;
  readonly depth: number;
  readonly outcome: Outcome;
  /** Compares any two schemas here; undefined is a schema that is not there. */
  readonly compare: Compare;
}

export type Compare = (reader: JsonSchema | undefined, writer: JsonSchema | undefined, walk: Walk) => void;

export function startWalk(policy: CompatibilityPolicy, compare: Compare): Walk {
  const shared: Shared = { policy, outcomes: new Map(), fitting: [], retold: 0 };
  return { shared, path: '', depth: 0, outcome: { differences: [], breaks: false }, compare };
}

export function at(walk: Walk, ...members: readonly (string | number)[]): Walk {
  return { ...walk, path: members.reduce<string>(pointer, walk.path) };
}

/** Notes a difference here. `reader` and `writer` are what they have, in short. */
export function tell(walk: Walk, name: DifferenceKindName, reader = '', writer = ''): void {
  const kind: DifferenceKind = differenceKinds[name];
  const breaks = kind.breaks === true || (kind.breaks === 'strictly' && walk.shared.policy === 'STRICT');
  const facts = { reader, writer, name: JSON.stringify(lastMember(walk.path)) };
  const message = filled(kind.message, facts);
  const remedy = breaks ? filled(kind.remedy, facts) : '';
  walk.outcome.differences.push({ kind: name, breaks, path: walk.path, message, remedy, reader, writer });
  walk.outcome.breaks ||= breaks;
}

/** Adds what was found here, by an attempt or between two schemas. */
export function tellAll(walk: Walk, { differences, breaks }: Outcome, path = ''): void {
  for (const each of differences)
    walk.outcome.differences.push(path === '' ? each : { ...each, path: path + each.path });
  walk.outcome.breaks ||= breaks;
}

/** What `compare` would tell here, without telling it. */
export function attempt(reader: JsonSchema, writer: JsonSchema, walk: Walk): Outcome {
  const { fitting, outcomes } = walk.shared;
  const before = fitting.length;
  const outcome: Outcome = { differences: [], breaks: false };
  walk.compare(reader, writer, { ...walk, outcome });
  // What fitted in what does not fit may have done so only on the assumption that this would.
  if (outcome.breaks) for (const [one, other] of fitting.splice(before)) outcomes.get(one)?.delete(other);
  return outcome;
}

/** Compares a pair by `judge`, each pair once. */
export function comparePair(reader: TargetSchema, writer: TargetSchema, walk: Walk, judge: (walk: Walk) => void): void {
  const { shared, depth } = walk;
  const known = shared.outcomes.get(reader) ?? new Map<TargetSchema, Outcome | undefined>();
  if (known.has(writer)) return tellAgain(walk, known.get(writer));
  if (depth > depthMax) throw tooDeep();
  shared.outcomes.set(reader, known.set(writer, undefined));
  const outcome: Outcome = { differences: [], breaks: false };
  judge({ ...walk, path: '', depth: depth + 1, outcome });
  known.set(writer, outcome);
  if (!outcome.breaks) shared.fitting.push([reader, writer]);
  return tellAll(walk, outcome, walk.path);
}

function tellAgain(walk: Walk, outcome: Outcome | undefined): void {
  if (outcome === undefined) return;
  const { differences, breaks } = outcome;
  const isMuch = walk.shared.retold > retoldMax;
  if (!isMuch) walk.shared.retold += differences.length;
  tellAll(walk, { differences: isMuch ? [] : differences, breaks }, walk.path);
}

function filled(template: string, facts: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(?<fact>reader|writer|name)\}/g, (_, fact: string) => facts[fact] || 'nothing');
}

function lastMember(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

function tooDeep(): MillraceError {
  return new MillraceError('SCHEMA_INVALID', `The schema leads through more than ${depthMax} others in a row.`);
}
