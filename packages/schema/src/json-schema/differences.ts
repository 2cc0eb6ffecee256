import type { Difference } from '../difference.ts';
import type { CompatibilityPolicy } from '../schema-kind.ts';
import { compareArrays } from './compare-arrays.ts';
import { compareCombined } from './compare-combined.ts';
import { compareObjects } from './compare-objects.ts';
import { compareEnums, compareNumbers, compareStrings } from './compare-scalars.ts';
import { canonicalJson } from './equality.ts';
import { shortJson } from './label.ts';
import { compareReserved, type Reserving } from './reserved-properties.ts';
import type { Annotations, CombinedSchema, NotSchema, TargetSchema } from './schema.ts';
import { told } from './telling.ts';
import { at, compare, tell, verdictOf, type Walk } from './walk.ts';

/**
 * How a reader's schema differs from a writer's, in the kinds, paths and order of the reference registry's check of JSON Schema.
 *
 * Where the reference is not sound neither is this, since a verdict of our own would surprise whoever moves from one to the other:
 * - it does not look at `format`, `propertyNames`, `contains`, `if`, at required names that are no properties, nor at the schemas of
 *   `patternProperties` but for the properties that they cover;
 * - a schema that names its type is to it as one that is only known by keywords of that type;
 * - a default counts as a value that readers fill in, an alternative added to `oneOf` as one that meets none of the others, `oneOf` as
 *   wider than `allOf`, and `additionalItems: false` as closing an array whose items are not named.
 */
export function jsonDifferences(
  reader: Reserving,
  writer: Reserving,
  policy: CompatibilityPolicy = 'STRICT',
): readonly Difference[] {
  return told(judge, policy, (walk) => {
    compare(reader.root, writer.root, walk);
    compareReserved(reader, writer, at(walk, 'properties'));
  });
}

function judge(reader: TargetSchema, writer: TargetSchema, walk: Walk): void {
  if (reader.kind === writer.kind) {
    compareAnnotations(reader, writer, walk);
    return compareKinds(reader, writer, walk);
  }
  const takesAnything = reader.kind === 'empty' || reader.kind === 'anything';
  if (takesAnything || writer.kind === 'nothing' || areDecimals(reader, writer)) return undefined;
  if (reader.kind === 'combined' && fitsAlternative(reader, writer, walk)) return undefined;
  if (writer.kind === 'combined' && fitsPart(reader, writer, walk)) return undefined;
  return tell(walk, 'TYPE_CHANGED', reader, writer);
}

/** Whether what the writer sends fits the only schema of the reader's combination, or an alternative of it. */
function fitsAlternative(reader: CombinedSchema, writer: TargetSchema, walk: Walk): boolean {
  const isSingle = reader.subschemas.length === 1;
  const choices = isSingle || reader.criterion !== 'allOf' ? reader.subschemas : [];
  const fitting = choices.find((subschema) => verdictOf(subschema, writer, walk) !== 'breaks');
  if (fitting === undefined) return false;
  compare(fitting, writer, walk);
  if (!isSingle) tell(walk, 'SUM_TYPE_EXTENDED', reader, writer);
  return true;
}

/** Whether what fits the only schema of the writer's combination, or a part that it always heeds, fits the reader. */
function fitsPart(reader: TargetSchema, writer: CombinedSchema, walk: Walk): boolean {
  const isSingle = writer.subschemas.length === 1;
  const parts = isSingle || writer.criterion === 'allOf' ? writer.subschemas : [];
  const fitting = parts.find((subschema) => verdictOf(reader, subschema, walk) !== 'breaks');
  if (fitting === undefined) return false;
  compare(reader, fitting, walk);
  if (!isSingle) tell(walk, 'PRODUCT_TYPE_NARROWED', reader, writer);
  return true;
}

/** Kafka Connect writes a decimal as a number or as the text of its bytes, by a setting that is not part of the schema. */
function areDecimals(reader: TargetSchema, writer: TargetSchema): boolean {
  return [reader, writer].every(
    ({ kind, connectType }) => (kind === 'string' || kind === 'number') && connectType === 'bytes',
  );
}

function compareAnnotations(reader: TargetSchema, writer: TargetSchema, walk: Walk): void {
  const told = [
    ['ID_CHANGED', reader.id, writer.id],
    ['TITLE_CHANGED', reader.title, writer.title],
    ['DESCRIPTION_CHANGED', reader.description, writer.description],
  ] as const;
  for (const [kind, to, from] of told) if (to !== from) tell(walk, kind, quoted(to), quoted(from));
  const [to, from] = [reader.default, writer.default];
  if (canonicalJson(to?.json) === canonicalJson(from?.json) && (to === undefined) === (from === undefined)) return;
  tell(walk, 'DEFAULT_CHANGED', defaultText(to), defaultText(from));
}

function defaultText(value: Annotations['default']): string {
  return value === undefined ? '' : shortJson(value.json);
}

function quoted(text: string | undefined): string {
  return text === undefined ? '' : shortJson(text);
}

function compareKinds(reader: TargetSchema, writer: TargetSchema, walk: Walk): void {
  if (reader.kind === 'string' && writer.kind === 'string') compareStrings(reader, writer, walk);
  if (reader.kind === 'number' && writer.kind === 'number') compareNumbers(reader, writer, walk);
  if (reader.kind === 'enum' && writer.kind === 'enum') compareEnums(reader, writer, walk);
  if (reader.kind === 'object' && writer.kind === 'object') compareObjects(reader, writer, walk);
  if (reader.kind === 'array' && writer.kind === 'array') compareArrays(reader, writer, walk);
  if (reader.kind === 'combined' && writer.kind === 'combined') compareCombined(reader, writer, walk);
  if (reader.kind === 'not' && writer.kind === 'not') compareNots(reader, writer, at(walk, 'not'));
}

/** The other way round: who refuses more takes less. */
function compareNots(reader: NotSchema, writer: NotSchema, walk: Walk): void {
  const verdict = verdictOf(writer.schema, reader.schema, walk);
  if (verdict === 'same') return;
  tell(walk, verdict === 'breaks' ? 'NOT_TYPE_EXTENDED' : 'NOT_TYPE_NARROWED', reader.schema, writer.schema);
}
