import { compareAdditional } from './compare-content.ts';
import { compareLimits } from './compare-limits.ts';
import { isSubset } from './equality.ts';
import { hashOrder } from '../hash-order.ts';
import { listed } from './label.ts';
import { matcherOf } from './regex/regex.ts';
import { targetOf, type JsonSchema, type ObjectSchema } from './schema.ts';
import { at, compare, tell, verdictOf, type Walk } from './walk.ts';

export function compareObjects(reader: ObjectSchema, writer: ObjectSchema, walk: Walk): void {
  compareRequired(reader, writer, at(walk, 'required'));
  compareProperties(reader, writer, at(walk, 'properties'));
  compareDependencies(reader, writer, at(walk, 'dependencies'));
  compareAdditional(reader.additional, writer.additional, 'PROPERTIES', at(walk, 'additionalProperties'));
  compareLimits('MAX_PROPERTIES', reader.maxProperties, writer.maxProperties, at(walk, 'maxProperties'));
  compareLimits('MIN_PROPERTIES', reader.minProperties, writer.minProperties, at(walk, 'minProperties'));
}

/** Of properties that both know; one that is new is told as a property. */
function compareRequired(reader: ObjectSchema, writer: ObjectSchema, walk: Walk): void {
  for (const name of hashOrder(writer.properties.keys())) {
    const property = reader.properties.get(name);
    const [isRequired, wasRequired] = [reader.required.has(name), writer.required.has(name)];
    if (property === undefined || isRequired === wasRequired) continue;
    const [to, from] = [isRequired, wasRequired].map((is) => (is ? 'required' : 'optional'));
    const added = property.default === undefined ? 'REQUIRED_ATTRIBUTE_ADDED' : 'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED';
    tell(at(walk, name), isRequired ? added : 'REQUIRED_ATTRIBUTE_REMOVED', to, from);
  }
}

function compareProperties(reader: ObjectSchema, writer: ObjectSchema, walk: Walk): void {
  for (const name of hashOrder([...hashOrder(writer.properties.keys()), ...hashOrder(reader.properties.keys())])) {
    const here = at(walk, name);
    const [to, from] = [reader.properties.get(name), writer.properties.get(name)];
    if (to === undefined && from !== undefined) tellRemoved(name, from, reader, here);
    else if (from === undefined && to !== undefined) tellAdded(name, to, reader, writer, here);
    else compare(to, from, here);
  }
}

function tellRemoved(name: string, property: JsonSchema, reader: ObjectSchema, walk: Walk): void {
  if (isOpen(reader)) return tell(walk, 'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', true, property);
  const cover = coverOf(name, reader);
  if (cover !== undefined) {
    compare(cover, property, walk);
    const is = verdictOf(cover, property, walk) === 'breaks' ? 'NOT' : 'IS';
    return tell(walk, `PROPERTY_REMOVED_${is}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, cover, property);
  }
  const isNothing = targetOf(property).kind === 'nothing';
  const kind = isNothing
    ? 'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    : 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL';
  return tell(walk, kind, false, property);
}

function tellAdded(name: string, property: JsonSchema, reader: ObjectSchema, writer: ObjectSchema, walk: Walk): void {
  const withDefault = property.default === undefined ? 'REQUIRED_PROPERTY' : 'REQUIRED_PROPERTY_WITH_DEFAULT';
  const need = reader.required.has(name) ? withDefault : 'OPTIONAL_PROPERTY';
  if (isOpen(writer)) {
    const takesAnything = ['anything', 'empty'].includes(targetOf(property).kind);
    const isHarmless = takesAnything && need !== 'REQUIRED_PROPERTY';
    const kind = isHarmless ? 'PROPERTY_WITH_EMPTY_SCHEMA' : need;
    return tell(walk, `${kind}_ADDED_TO_OPEN_CONTENT_MODEL`, property, true);
  }
  const cover = coverOf(name, writer);
  if (cover !== undefined) {
    compare(property, cover, walk);
    const is = verdictOf(property, cover, walk) === 'breaks' ? 'NOT' : 'IS';
    tell(walk, `PROPERTY_ADDED_${is}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, property, cover);
  }
  return tell(walk, `${need}_ADDED_TO_UNOPEN_CONTENT_MODEL`, property, cover ?? false);
}

/** Open content: anything may come under any name. */
function isOpen(schema: ObjectSchema): boolean {
  return schema.additional === true && schema.patternProperties.size === 0;
}

/** What judges a property that the schema does not name, when its content is open in part. */
function coverOf(name: string, schema: ObjectSchema): JsonSchema | undefined {
  for (const [pattern, property] of schema.patternProperties) if (matcherOf(pattern)(name)) return property;
  return typeof schema.additional === 'boolean' ? undefined : schema.additional;
}

function compareDependencies(reader: ObjectSchema, writer: ObjectSchema, walk: Walk): void {
  for (const name of hashOrder([...writer.dependentRequired.keys(), ...reader.dependentRequired.keys()])) {
    compareNames(reader.dependentRequired.get(name), writer.dependentRequired.get(name), at(walk, name));
  }
  for (const name of hashOrder([...writer.dependentSchemas.keys(), ...reader.dependentSchemas.keys()])) {
    const [to, from] = [reader.dependentSchemas.get(name), writer.dependentSchemas.get(name)];
    const here = at(walk, name);
    if (to === undefined) tell(here, 'DEPENDENCY_SCHEMA_REMOVED', to, from);
    else if (from === undefined) tell(here, 'DEPENDENCY_SCHEMA_ADDED', to, from);
    else compare(to, from, here);
  }
}

function compareNames(reader: readonly string[] | undefined, writer: readonly string[] | undefined, walk: Walk): void {
  const [to, from] = [new Set(reader), new Set(writer)];
  const [isMore, isLess] = [isSubset(from, to), isSubset(to, from)];
  const texts = [listed(to), listed(from)] as const;
  if (reader === undefined) return tell(walk, 'DEPENDENCY_ARRAY_REMOVED', ...texts);
  if (writer === undefined) return tell(walk, 'DEPENDENCY_ARRAY_ADDED', ...texts);
  if (isMore && isLess) return undefined;
  const kind = isMore ? 'DEPENDENCY_ARRAY_EXTENDED' : isLess ? 'DEPENDENCY_ARRAY_NARROWED' : 'DEPENDENCY_ARRAY_CHANGED';
  return tell(walk, kind, ...texts);
}
