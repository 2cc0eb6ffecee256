import { maximumMatching } from './matching.ts';
import type { CombinedSchema } from './schema.ts';
import { at, compare, tell, verdictOf, type Verdict, type Walk } from './walk.ts';

/** From what takes least to what takes most. */
const width = { allOf: 0, oneOf: 1, anyOf: 2 } as const;

export function compareCombined(reader: CombinedSchema, writer: CombinedSchema, walk: Walk): void {
  const [more, fewer] = [reader.subschemas.length, writer.subschemas.length];
  if (reader.criterion !== writer.criterion) {
    const isWider = width[reader.criterion] > width[writer.criterion] || (more === 1 && fewer === 1);
    tell(walk, isWider ? 'COMBINED_TYPE_EXTENDED' : 'COMBINED_TYPE_CHANGED', reader, writer);
    if (!isWider) return;
  }
  if (more > fewer)
    tell(walk, reader.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED', reader, writer);
  if (more < fewer)
    tell(walk, writer.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED', reader, writer);
  compareSubschemas(reader, writer, walk);
}

/** Their order says nothing: each schema of the one side is paired with one of the other that it fits, as many as can be. */
function compareSubschemas(reader: CombinedSchema, writer: CombinedSchema, walk: Walk): void {
  const verdicts = writer.subschemas.map((from) => reader.subschemas.map((to) => verdictOf(to, from, walk)));
  const those = (isMeant: (verdict: Verdict) => boolean) =>
    verdicts.map((row) => row.flatMap((verdict, index) => (isMeant(verdict) ? [index] : [])));
  const matched = maximumMatching(
    those((verdict) => verdict === 'same'),
    those((verdict) => verdict !== 'breaks'),
  );
  for (const [from, to] of matched) {
    compare(reader.subschemas[to], writer.subschemas[from], at(walk, writer.criterion, from));
  }
  if (matched.size < Math.min(reader.subschemas.length, writer.subschemas.length)) {
    tell(walk, 'COMBINED_TYPE_SUBSCHEMAS_CHANGED', reader, writer);
  }
}
