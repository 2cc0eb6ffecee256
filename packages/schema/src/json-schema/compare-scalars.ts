import { compareLimits, textOf } from './compare-limits.ts';
import { canonicalJson, isSubset } from './equality.ts';
import { listed, shortJson } from './label.ts';
import { divides } from './multiples.ts';
import type { EnumSchema, Limit, NumberSchema, StringSchema } from './schema.ts';
import { at, tell, type Walk } from './walk.ts';

export function compareStrings(reader: StringSchema, writer: StringSchema, walk: Walk): void {
  compareLimits('MAX_LENGTH', reader.maxLength, writer.maxLength, at(walk, 'maxLength'));
  compareLimits('MIN_LENGTH', reader.minLength, writer.minLength, at(walk, 'minLength'));
  if (reader.pattern === writer.pattern) return;
  const kind =
    writer.pattern === undefined
      ? 'PATTERN_ADDED'
      : reader.pattern === undefined
        ? 'PATTERN_REMOVED'
        : 'PATTERN_CHANGED';
  tell(at(walk, 'pattern'), kind, reader.pattern ?? '', writer.pattern ?? '');
}

export function compareNumbers(reader: NumberSchema, writer: NumberSchema, walk: Walk): void {
  compareLimits('MAXIMUM', reader.maximum, writer.maximum, at(walk, 'maximum'));
  compareLimits('MINIMUM', reader.minimum, writer.minimum, at(walk, 'minimum'));
  compareLimits('EXCLUSIVE_MAXIMUM', reader.exclusiveMaximum, writer.exclusiveMaximum, at(walk, 'exclusiveMaximum'));
  compareLimits('EXCLUSIVE_MINIMUM', reader.exclusiveMinimum, writer.exclusiveMinimum, at(walk, 'exclusiveMinimum'));
  compareMultiples(reader.multipleOf, writer.multipleOf, at(walk, 'multipleOf'));
  if (reader.integer !== writer.integer) {
    const [to, from] = reader.integer ? ['integer', 'number'] : ['number', 'integer'];
    tell(walk, reader.integer ? 'TYPE_NARROWED' : 'TYPE_EXTENDED', to, from);
  }
}

function compareMultiples(reader: Limit, writer: Limit, walk: Walk): void {
  const [to, from] = [textOf(reader), textOf(writer)];
  if (to === from) return;
  if (writer === undefined) return tell(walk, 'MULTIPLE_OF_ADDED', to, from);
  if (reader === undefined) return tell(walk, 'MULTIPLE_OF_REMOVED', to, from);
  if (divides(reader, writer)) return tell(walk, 'MULTIPLE_OF_REDUCED', to, from);
  tell(walk, divides(writer, reader) ? 'MULTIPLE_OF_EXPANDED' : 'MULTIPLE_OF_CHANGED', to, from);
}

export function compareEnums(reader: EnumSchema, writer: EnumSchema, walk: Walk): void {
  const [to, from] = [reader, writer].map(({ values }) => new Set(values.map(canonicalJson)));
  if (to === undefined || from === undefined) return;
  const isMore = isSubset(from, to);
  const isLess = isSubset(to, from);
  if (isMore && isLess) return;
  const kind = isMore ? 'ENUM_ARRAY_EXTENDED' : isLess ? 'ENUM_ARRAY_NARROWED' : 'ENUM_ARRAY_CHANGED';
  tell(at(walk, 'enum'), kind, listed(reader.values.map(shortJson)), listed(writer.values.map(shortJson)));
}
