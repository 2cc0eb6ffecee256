import { isObject, type JsonObject } from '../json.ts';
import { isNumber, isTypeName, type TypeName } from './check.ts';
import type { Draft } from './draft.ts';
import { keywordsOf } from './keywords.ts';
import { inside, type Place } from './place.ts';
import type { ArraySchema, Content, JsonSchema, Limit, NumberSchema, ObjectSchema, StringSchema } from './schema.ts';

export type Build = (place: Place) => JsonSchema;

/** The keywords by which a schema without a `type` is known to speak of a type. */
const telling = {
  array: 'items prefixItems additionalItems minItems maxItems uniqueItems contains unevaluatedItems'.split(' '),
  object: (
    'properties required minProperties maxProperties dependencies patternProperties additionalProperties propertyNames ' +
    'dependentRequired dependentSchemas unevaluatedProperties'
  ).split(' '),
  number: 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'.split(' '),
  string: 'minLength maxLength pattern format'.split(' '),
} as const;
const tellingTypes = Object.keys(telling) as (keyof typeof telling)[];

/** A part for each type that the schema names, or that its keywords speak of. */
export function typedParts(place: Place, json: JsonObject, build: Build): readonly JsonSchema[] {
  const type = own(json, 'type');
  const named = (Array.isArray(type) ? type : [type]).filter(isTypeName);
  const typed = named.map((name) => typedPart(name, place, json, build));
  const parts: JsonSchema[] = [];
  const [first] = typed;
  if (Array.isArray(type)) parts.push({ kind: 'combined', criterion: 'anyOf', subschemas: typed });
  else if (first !== undefined) parts.push(first);
  const taken = new Set<string>(named.map((name) => (name === 'integer' ? 'number' : name)));
  for (const name of tellingTypes) {
    if (!taken.has(name) && telling[name].some((keyword) => tells(json, keyword, place.draft))) {
      parts.push(typedPart(name, place, json, build));
    }
  }
  if (place.draft >= 7 && ['if', 'then', 'else'].some((keyword) => Object.hasOwn(json, keyword))) {
    parts.push({ kind: 'conditional' });
  }
  return parts;
}

/** Of the later drafts the reference does not see properties that are none, nor keywords of later drafts in earlier ones. */
function tells(json: JsonObject, keyword: string, draft: Draft): boolean {
  const value = own(json, keyword);
  if (value === undefined || !isKnown(keyword, draft)) return false;
  const mayBeNone = draft > 7 && (keyword === 'properties' || keyword === 'patternProperties');
  return !mayBeNone || Object.keys(value as JsonObject).length > 0;
}

function typedPart(name: TypeName, place: Place, json: JsonObject, build: Build): JsonSchema {
  switch (name) {
    case 'string':
      return stringPart(json);
    case 'integer':
    case 'number':
      return numberPart(json, name === 'integer', place.draft);
    case 'object':
      return objectPart(place, json, build);
    case 'array':
      return arrayPart(place, json, build);
    case 'boolean':
    case 'null':
      return { kind: name };
  }
}

function stringPart(json: JsonObject): StringSchema {
  const pattern = own(json, 'pattern');
  return {
    kind: 'string',
    minLength: limitAt(json, 'minLength'),
    maxLength: limitAt(json, 'maxLength'),
    pattern: typeof pattern === 'string' ? pattern : undefined,
  };
}

/** In draft-04 `exclusiveMaximum: true` makes the maximum an exclusive one; the maximum then counts as both. */
function numberPart(json: JsonObject, integer: boolean, draft: Draft): NumberSchema {
  const [minimum, maximum] = [limitAt(json, 'minimum'), limitAt(json, 'maximum')];
  const exclusive = (keyword: string, limit: Limit): Limit =>
    draft > 4 ? limitAt(json, keyword) : own(json, keyword) === true ? limit : undefined;
  return {
    kind: 'number',
    integer,
    minimum,
    maximum,
    exclusiveMinimum: exclusive('exclusiveMinimum', minimum),
    exclusiveMaximum: exclusive('exclusiveMaximum', maximum),
    multipleOf: limitAt(json, 'multipleOf'),
  };
}

function objectPart(place: Place, json: JsonObject, build: Build): ObjectSchema {
  const required = own(json, 'required');
  const names = Object.entries(objectAt(json, place.draft > 7 ? 'dependentRequired' : 'dependencies'));
  return {
    kind: 'object',
    properties: schemasByName(place, json, 'properties', build),
    required: new Set(Array.isArray(required) ? (required as readonly string[]) : []),
    patternProperties: schemasByName(place, json, 'patternProperties', build),
    additional: contentAt(place, json, ['additionalProperties', 'unevaluatedProperties'], build),
    dependentRequired: new Map(names.filter((entry): entry is [string, string[]] => Array.isArray(entry[1]))),
    dependentSchemas: schemasByName(place, json, place.draft > 7 ? 'dependentSchemas' : 'dependencies', build),
    minProperties: limitAt(json, 'minProperties'),
    maxProperties: limitAt(json, 'maxProperties'),
  };
}

function arrayPart(place: Place, json: JsonObject, build: Build): ArraySchema {
  return {
    kind: 'array',
    ...(place.draft === 2020 ? itemsOf2020(place, json, build) : itemsBefore2020(place, json, build)),
    minItems: limitAt(json, 'minItems'),
    maxItems: limitAt(json, 'maxItems'),
    uniqueItems: own(json, 'uniqueItems') === true,
  };
}

type Items = Pick<ArraySchema, 'items' | 'tuple' | 'additional'>;

function itemsBefore2020(place: Place, json: JsonObject, build: Build): Items {
  const tuple = schemasAt(place, json, 'items', build);
  const items = tuple === undefined ? schemaAt(place, json, 'items', build) : undefined;
  const additional = contentAt(place, json, ['additionalItems', 'unevaluatedItems'], build);
  // Where one schema judges all items there are no additional ones to forbid.
  return { items, tuple: tuple ?? [], additional: items !== undefined && additional === false ? true : additional };
}

/** `items` judges what `prefixItems` leaves, which is all when there are none; `true` and `false` open and close. */
function itemsOf2020(place: Place, json: JsonObject, build: Build): Items {
  const tuple = schemasAt(place, json, 'prefixItems', build) ?? [];
  const judgesAll = isObject(own(json, 'items')) && own(json, 'prefixItems') === undefined;
  if (!judgesAll)
    return { items: undefined, tuple, additional: contentAt(place, json, ['items', 'unevaluatedItems'], build) };
  return { items: schemaAt(place, json, 'items', build), tuple, additional: true };
}

/** What the first of the keywords that is there and known says of the rest; anything may come when none is. */
function contentAt(place: Place, json: JsonObject, keywords: readonly string[], build: Build): Content {
  const keyword = keywords.find((name) => own(json, name) !== undefined && isKnown(name, place.draft));
  if (keyword === undefined) return true;
  const value = own(json, keyword);
  return typeof value === 'boolean' ? value : build(inside(place, [keyword], value));
}

export function schemaAt(place: Place, json: JsonObject, keyword: string, build: Build): JsonSchema | undefined {
  const value = own(json, keyword);
  return value === undefined ? undefined : build(inside(place, [keyword], value));
}

export function schemasAt(
  place: Place,
  json: JsonObject,
  keyword: string,
  build: Build,
): readonly JsonSchema[] | undefined {
  const list = own(json, keyword);
  if (!Array.isArray(list)) return undefined;
  return list.map((value: unknown, index) => build(inside(place, [keyword, index], value)));
}

function schemasByName(place: Place, json: JsonObject, keyword: string, build: Build): ReadonlyMap<string, JsonSchema> {
  const schemas = Object.entries(isKnown(keyword, place.draft) ? objectAt(json, keyword) : {});
  const judged = schemas.filter(([, value]) => !Array.isArray(value));
  return new Map(judged.map(([name, value]) => [name, build(inside(place, [keyword, name], value))]));
}

export function own(json: JsonObject, name: string): unknown {
  return Object.hasOwn(json, name) ? json[name] : undefined;
}

function objectAt(json: JsonObject, name: string): JsonObject {
  const value = own(json, name);
  return isObject(value) ? value : {};
}

function limitAt(json: JsonObject, name: string): Limit {
  const value = own(json, name);
  return isNumber(value) ? value : undefined;
}

export function isKnown(keyword: string, draft: Draft): boolean {
  return keywordsOf(draft).has(keyword);
}
