import type { Difference } from '../difference.ts';
import type { CompatibilityPolicy } from '../schema-kind.ts';
import { compareArrays } from './compare-arrays.ts';
import { compareCombined } from './compare-combined.ts';
import { compareObjects } from './compare-objects.ts';
import { compareEnums, compareNumbers, compareStrings } from './compare-scalars.ts';
import { canonicalJson } from './equality.ts';
import { label, shortJson } from './label.ts';
import { compareReserved, type Reserving } from './reserved-properties.ts';
import { targetOf, type CombinedSchema, type JsonSchema, type NotSchema, type TargetSchema } from './schema.ts';
import { at, attempt, comparePair, startWalk, tell, tellAll, type Walk } from './walk.ts';

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
  const walk = startWalk(policy, compare);
  compare(reader.root, writer.root, walk);
  compareReserved(reader, writer, at(walk, 'properties'));
  return walk.outcome.differences.map((each) => ({ ...each, path: each.path === '' ? '#/' : `#${each.path}` }));
}

function compare(reader: JsonSchema | undefined, writer: JsonSchema | undefined, walk: Walk): void {
  if (reader === undefined && writer === undefined) return;
  if (writer === undefined) return tell(walk, 'SCHEMA_ADDED', label(reader), 'anything');
  if (reader === undefined) return tell(walk, 'SCHEMA_REMOVED', 'anything', label(writer));
  const [to, from] = [targetOf(reader), targetOf(writer)];
  comparePair(to, from, walk, (inner) => judge(to, from, inner));
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
  return tell(walk, 'TYPE_CHANGED', label(reader), label(writer));
}

/** Whether what the writer sends fits the only schema of the reader's combination, or an alternative of it. */
function fitsAlternative(reader: CombinedSchema, writer: TargetSchema, walk: Walk): boolean {
  const isSingle = reader.subschemas.length === 1;
  if (!isSingle && reader.criterion === 'allOf') return false;
  for (const subschema of reader.subschemas) {
    const outcome = attempt(subschema, writer, walk);
    if (outcome.breaks) continue;
    tellAll(walk, outcome);
    if (!isSingle) tell(walk, 'SUM_TYPE_EXTENDED', label(reader), label(writer));
    return true;
  }
  return false;
}

/** Whether what fits the only schema of the writer's combination, or a part that it always heeds, fits the reader. */
function fitsPart(reader: TargetSchema, writer: CombinedSchema, walk: Walk): boolean {
  const isSingle = writer.subschemas.length === 1;
  if (!isSingle && writer.criterion !== 'allOf') return false;
  for (const subschema of writer.subschemas) {
    const outcome = attempt(reader, subschema, walk);
    if (outcome.breaks) continue;
    tellAll(walk, outcome);
    if (!isSingle) tell(walk, 'PRODUCT_TYPE_NARROWED', label(reader), label(writer));
    return true;
  }
  return false;
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
  tell(walk, 'DEFAULT_CHANGED', to && shortJson(to.json), from && shortJson(from.json));
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
  const { breaks, differences } = attempt(writer.schema, reader.schema, walk);
  if (differences.length === 0) return;
  tell(walk, breaks ? 'NOT_TYPE_EXTENDED' : 'NOT_TYPE_NARROWED', label(reader.schema), label(writer.schema));
}
