import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, parseProtobuf, protobufKind, type Difference, type ProtobufField } from '@millrace/schema';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryEvolution, type Evolution } from './proto-evolution.ts';

const evolutionsAtOnce = 60;
const buf = new URL('../../../../node_modules/.bin/buf', import.meta.url).pathname;

/** What `buf breaking` found in one file. */
interface Finding {
  readonly type: string;
  readonly message: string;
}

/** A finding of buf's, and what we know of the field that it is about. */
interface Change {
  readonly before: ProtobufField;
  readonly after: ProtobufField;
  readonly differences: readonly Difference[];
}

/** Findings of buf's that are none of the reference registry's, and so none of ours. */
const theirsAlone: readonly { rule: string; why: string; when?: (change: Change) => boolean }[] = [
  {
    rule: 'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
    why: 'A reader passes over numbers that it does not know. That a name is not used again is kept by the metadata.',
  },
  {
    rule: 'ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED',
    why: 'A reader gets the number of a value that it has no name for.',
  },
  {
    rule: 'FIELD_SAME_ONEOF',
    why: 'A field that leaves a oneof, or comes into a new one alone, is read as it was sent.',
    when: ({ after, differences }) =>
      !differences.some(({ kind, path }) => kind.includes('MOVED_TO') && path.endsWith(`/${after.oneof ?? ''}`)),
  },
  {
    rule: 'FIELD_WIRE_COMPATIBLE_CARDINALITY',
    why: 'Of several strings or bytes the last counts, and messages are merged: Protobuf calls both compatible.',
    when: ({ before, after }) => (isText(before) && isText(after)) || (isMessage(before) && isMessage(after)),
  },
  {
    rule: 'FIELD_WIRE_COMPATIBLE_TYPE',
    why: 'Bytes are read as a string as far as they are UTF-8, which Protobuf calls compatible.',
    when: ({ before, after }) => isText(before) && isText(after),
  },
  {
    rule: 'FIELD_WIRE_COMPATIBLE_TYPE',
    why: 'An enum has the bytes of an integer, which Protobuf calls compatible.',
    when: ({ before, after }) => isInteger(before) && isInteger(after),
  },
  {
    rule: 'FIELD_WIRE_COMPATIBLE_TYPE',
    why: "The message of a map's entries is named by the field, and no bytes carry a name.",
    when: ({ before, after, differences }) =>
      before.type.kind === 'map' && after.type.kind === 'map' && !differences.some((each) => isBreakOf(each, after)),
  },
];

/** Breaks that the reference registry tells of, as we do, and buf does not. */
const oursAlone: readonly { kind: string; why: string }[] = [
  {
    kind: 'MESSAGE_REMOVED',
    why: 'A topic may hold any message of the schema: indexes before the data say of which it is.',
  },
  {
    kind: 'ONEOF_FIELD_REMOVED',
    why: 'A reader takes the oneof for unset, and cannot tell that something was sent.',
  },
];

function isBreakOf({ breaks, path }: Difference, { number }: ProtobufField): boolean {
  return breaks && path === `#/Whole/${number}`;
}

function isText({ type }: ProtobufField): boolean {
  return type.kind === 'scalar' && (type.scalar === 'string' || type.scalar === 'bytes');
}

function isMessage({ type }: ProtobufField): boolean {
  return type.kind === 'message';
}

function isInteger({ type }: ProtobufField): boolean {
  return type.kind === 'enum' || (type.kind === 'scalar' && /^(u?int(32|64)|bool)$/.test(type.scalar));
}

/** All pairs in one run: starting buf costs more than its work. Findings by the index of the pair. */
async function bufBreaking(evolutions: readonly Evolution[]): Promise<ReadonlyMap<number, readonly Finding[]>> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-buf-'));
  try {
    for (const side of ['before', 'after'] as const) {
      await mkdir(join(directory, side));
      await writeFile(join(directory, side, 'buf.yaml'), 'version: v2\nbreaking:\n  use:\n    - WIRE\n');
      const files = evolutions.map((each, index) => writeFile(join(directory, side, `${index}.proto`), each[side]));
      await Promise.all(files);
    }
    return findingsByFile(await linesOf(directory));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Exit status 100 says that there are findings. */
function linesOf(directory: string): Promise<readonly string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  const args = ['breaking', 'after', '--against', 'before', '--error-format', 'json'];
  execFile(buf, args, { cwd: directory, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
    if (error !== null && error.code !== 100) reject(new Error(`buf failed: ${stderr}`, { cause: error }));
    else resolve(stdout.split('\n').filter((line) => line !== ''));
  });
  return promise;
}

function findingsByFile(lines: readonly string[]): ReadonlyMap<number, readonly Finding[]> {
  const findings = lines.map((line) => JSON.parse(line) as Finding & { readonly path: string });
  return Map.groupBy(findings, ({ path }) => Number(/(\d+)\.proto$/.exec(path)?.[1]));
}

/** What only one of the two calls a break, and no rule of the lists explains. */
function disagreement({ before, after }: Evolution, findings: readonly Finding[]): object | undefined {
  const [writer, reader] = [before, after].map((text) => parseProtobuf(text));
  if (writer === undefined || reader === undefined) return undefined;
  const differences = protobufKind.differences(reader, writer);
  const fieldOf = (schema: typeof writer, number: string) =>
    messageOf(schema).fields.find((field) => field.number === Number(number));
  const theirs = findings.filter(({ type, message }) => {
    const number = /Field "(\d+)" .* message "Whole"/.exec(message)?.[1] ?? '';
    const [old, next] = [fieldOf(writer, number), fieldOf(reader, number)];
    const isExplained = theirsAlone.some(({ rule, when }) => {
      if (rule !== type) return false;
      return (
        when === undefined ||
        (old !== undefined && next !== undefined && when({ before: old, after: next, differences }))
      );
    });
    return !isExplained;
  });
  const ours = differences.filter(({ kind, breaks }) => breaks && !oursAlone.some((each) => each.kind === kind));
  if (theirs.length > 0 === ours.length > 0) return undefined;
  return { before, after, theirs, ours };
}

it('what buf calls a break of the wire is one, but for named rules, and the other way round', async () => {
  const evolutions = fc.tuple(...Array.from({ length: evolutionsAtOnce }, (_, index) => arbitraryEvolution(index)));
  await fc.assert(
    fc.asyncProperty(evolutions, async (pairs) => {
      const findings = await bufBreaking(pairs);
      const disagreements = pairs.flatMap((pair, index) => disagreement(pair, findings.get(index) ?? []) ?? []);
      expect(disagreements).toEqual([]);
      expect(findings.size).toBeGreaterThan(10);
    }),
    // Shrinking sixty at once says no more than the list of those that differ.
    { numRuns: 4, endOnFailure: true },
  );
});
