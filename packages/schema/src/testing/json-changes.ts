import { jsonKind } from '../json-schema/json-kind.ts';
import type { CompatibilityPolicy } from '../schema-kind.ts';

/** What is told when the schema changes from the one to the other: `KIND path`, with `!` before what breaks. Draft-07 unless it says otherwise. */
export function changes(from: unknown, to: unknown, policy?: CompatibilityPolicy): readonly string[] {
  const [writer, reader] = [from, to].map((json) => jsonKind.parse(JSON.stringify(json)));
  if (writer === undefined || reader === undefined) return [];
  return jsonKind
    .differences(reader, writer, policy)
    .map(({ breaks, kind, path }) => `${breaks ? '!' : ''}${kind} ${path}`);
}
