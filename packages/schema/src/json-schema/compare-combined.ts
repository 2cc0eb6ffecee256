import { label } from './label.ts';
import { maximumMatching } from './matching.ts';
import type { CombinedSchema } from './schema.ts';
import { at, attempt, tell, tellAll, type Walk } from './walk.ts';

/** From what takes least to what takes most. */
const width = { allOf: 0, oneOf: 1, anyOf: 2 } as const;

export function compareCombined(reader: CombinedSchema, writer: CombinedSchema, walk: Walk): void {
  const [to, from] = [label(reader), label(writer)];
  const [more, fewer] = [reader.subschemas.length, writer.subschemas.length];
  if (reader.criterion !== writer.criterion) {
    const isWider = width[reader.criterion] > width[writer.criterion] || (more === 1 && fewer === 1);
    tell(walk, isWider ? 'COMBINED_TYPE_EXTENDED' : 'COMBINED_TYPE_CHANGED', to, from);
    if (!isWider) return;
  }
  if (more > fewer) tell(walk, reader.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED', to, from);
  if (more < fewer) tell(walk, writer.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED', to, from);
  compareSubschemas(reader, writer, walk);
}

/** Their order says nothing: each schema of the one side is paired with one of the other that it fits, as many as can be. */
function compareSubschemas(reader: CombinedSchema, writer: CombinedSchema, walk: Walk): void {
  const outcomes = writer.subschemas.map((from, index) =>
    reader.subschemas.map((to) => attempt(to, from, at(walk, writer.criterion, index))),
  );
  const fits = (isFit: (outcome: (typeof outcomes)[number][number]) => boolean) =>
    outcomes.map((row) => row.flatMap((outcome, index) => (isFit(outcome) ? [index] : [])));
  const matched = maximumMatching(
    fits(({ differences }) => differences.length === 0),
    fits(({ breaks }) => !breaks),
  );
  for (const [from, to] of matched) {
    const outcome = outcomes[from]?.[to];
    if (outcome !== undefined) tellAll(walk, outcome);
  }
  if (matched.size < Math.min(reader.subschemas.length, writer.subschemas.length)) {
    tell(walk, 'COMBINED_TYPE_SUBSCHEMAS_CHANGED', label(reader), label(writer));
  }
}
