import type { Difference } from '../difference.ts';
import type { CompatibilityPolicy } from '../schema-kind.ts';
import { breaksUnder, differenceKinds, type DifferenceKind, type DifferenceKindName } from './kinds.ts';
import { label } from './label.ts';
import type { TargetSchema } from './schema.ts';
import { settling } from './settle.ts';
import type { Judge, Listener, Shown, Walk } from './walk.ts';

/**
 * What lies between two schemas that many places lead to is told at each of them, as the reference does, this many times in all; after that
 * once is enough. It keeps schemas whose types use each other throughout from being told without end.
 */
const retoldMax = 1_000;

/** How deep in each other schemas are told. What lies deeper is told after all else, which guards the stack. */
const depthMax = 100;

/** Tells in words what `judge` finds on a walk that `begin` begins, in the order of the walk. */
export function told(judge: Judge, policy: CompatibilityPolicy, begin: (walk: Walk) => void): readonly Difference[] {
  const verdict = settling(judge, policy);
  const found: Difference[] = [];
  const known = new Map<TargetSchema, Set<TargetSchema>>();
  const underWay = new Map<TargetSchema, Set<TargetSchema>>();
  const deeper: (() => void)[] = [];
  let retold = 0;
  let depth = 0;

  const compare = (reader: TargetSchema, writer: TargetSchema, path: string): void => {
    if (verdict(reader, writer) === 'same' || has(underWay, reader, writer)) return;
    if (depth >= depthMax) {
      deeper.push(() => compare(reader, writer, path));
      return;
    }
    if (has(known, reader, writer) && retold++ >= retoldMax) return;
    add(known, reader, writer);
    add(underWay, reader, writer);
    depth++;
    judge(reader, writer, { path, listener });
    depth--;
    underWay.get(reader)?.delete(writer);
  };
  const listener: Listener = {
    tell: (kind, path, reader, writer) => void found.push(worded(kind, path, reader, writer, policy)),
    compare,
    verdict,
  };
  begin({ path: '', listener });
  for (const next of deeper) next();
  return found;
}

function worded(
  kind: DifferenceKindName,
  path: string,
  shownReader: Shown,
  shownWriter: Shown,
  policy: CompatibilityPolicy,
): Difference {
  const { message, remedy }: DifferenceKind = differenceKinds[kind];
  const breaks = breaksUnder(kind, policy);
  const [reader, writer] = [label(shownReader), label(shownWriter)];
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  const fill = (template: string): string =>
    template.replaceAll(/\{(?<fact>reader|writer|name)\}/g, (_, fact: string) => {
      const text = { reader, writer, name: JSON.stringify(name) }[fact];
      return text === undefined || text === '' ? 'nothing' : text;
    });
  return {
    kind,
    breaks,
    path: path === '' ? '#/' : `#${path}`,
    message: fill(message),
    remedy: breaks ? fill(remedy) : '',
    reader,
    writer,
  };
}

type Pairs = Map<TargetSchema, Set<TargetSchema>>;

function has(pairs: Pairs, reader: TargetSchema, writer: TargetSchema): boolean {
  return pairs.get(reader)?.has(writer) === true;
}

function add(pairs: Pairs, reader: TargetSchema, writer: TargetSchema): void {
  pairs.set(reader, (pairs.get(reader) ?? new Set()).add(writer));
}
