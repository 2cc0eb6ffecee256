import { isObject, type JsonObject } from '../json.ts';
import { isNumber, isTypeName, type TypeName } from './check.ts';
import type { Draft } from './draft.ts';
import { keywordsOf } from './keywords.ts';
import type { ArraySchema, Content, JsonSchema, Limit, NumberSchema, ObjectSchema, StringSchema } from './schema.ts';

/** The schema that is being built. */
export interface Site {
  readonly json: JsonObject;
  readonly draft: Draft;
  /** Builds a schema inside, at the end of the members that lead there. */
  readonly build: (members: readonly (string | number)[], json: unknown) => JsonSchema;
}

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

const conditional: JsonSchema = { kind: 'conditional' };

/** A part for each type that the schema names, or that its keywords speak of. */
export function typedParts(site: Site): readonly JsonSchema[] {
  const type = valueAt(site, 'type');
  const named = (Array.isArray(type) ? type : [type]).filter(isTypeName);
  const typed = named.map((name) => typedPart(name, site));
  const parts: JsonSchema[] = Array.isArray(type)
    ? [{ kind: 'combined', criterion: 'anyOf', subschemas: typed }]
    : typed;
  const taken = new Set<string>(named.map((name) => (name === 'integer' ? 'number' : name)));
  const told = tellingTypes.filter((name) => !taken.has(name) && telling[name].some((keyword) => tells(site, keyword)));
  const isConditional = ['if', 'then', 'else'].some((keyword) => valueAt(site, keyword) !== undefined);
  return [...parts, ...told.map((name) => typedPart(name, site)), ...(isConditional ? [conditional] : [])];
}

/** Of the later drafts the reference does not see properties that are none. */
function tells(site: Site, keyword: string): boolean {
  const value = valueAt(site, keyword);
  const mayBeNone = site.draft > 7 && (keyword === 'properties' || keyword === 'patternProperties');
  return mayBeNone ? isObject(value) && Object.keys(value).length > 0 : value !== undefined;
}

function typedPart(name: TypeName, site: Site): JsonSchema {
  switch (name) {
    case 'string':
      return stringPart(site);
    case 'integer':
    case 'number':
      return numberPart(site, name === 'integer');
    case 'object':
      return objectPart(site);
    case 'array':
      return arrayPart(site);
    case 'boolean':
    case 'null':
      return { kind: name };
  }
}

function stringPart(site: Site): StringSchema {
  const pattern = valueAt(site, 'pattern');
  return {
    kind: 'string',
    minLength: limitAt(site, 'minLength'),
    maxLength: limitAt(site, 'maxLength'),
    pattern: typeof pattern === 'string' ? pattern : undefined,
  };
}

/** In draft-04 `exclusiveMaximum: true` makes the maximum an exclusive one; the maximum then counts as both. */
function numberPart(site: Site, integer: boolean): NumberSchema {
  const [minimum, maximum] = [limitAt(site, 'minimum'), limitAt(site, 'maximum')];
  const exclusive = (keyword: string, limit: Limit): Limit =>
    valueAt(site, keyword) === true ? limit : limitAt(site, keyword);
  return {
    kind: 'number',
    integer,
    minimum,
    maximum,
    exclusiveMinimum: exclusive('exclusiveMinimum', minimum),
    exclusiveMaximum: exclusive('exclusiveMaximum', maximum),
    multipleOf: limitAt(site, 'multipleOf'),
  };
}

function objectPart(site: Site): ObjectSchema {
  const required = valueAt(site, 'required');
  const names = Object.entries(membersAt(site, site.draft > 7 ? 'dependentRequired' : 'dependencies'));
  return {
    kind: 'object',
    properties: schemasByName(site, 'properties'),
    required: new Set(Array.isArray(required) ? (required as readonly string[]) : []),
    patternProperties: schemasByName(site, 'patternProperties'),
    additional: contentAt(site, 'additionalProperties', 'unevaluatedProperties'),
    dependentRequired: new Map(names.filter((entry): entry is [string, string[]] => Array.isArray(entry[1]))),
    dependentSchemas: schemasByName(site, site.draft > 7 ? 'dependentSchemas' : 'dependencies'),
    minProperties: limitAt(site, 'minProperties'),
    maxProperties: limitAt(site, 'maxProperties'),
  };
}

function arrayPart(site: Site): ArraySchema {
  return {
    kind: 'array',
    ...(site.draft === 2020 ? itemsOf2020(site) : itemsBefore2020(site)),
    minItems: limitAt(site, 'minItems'),
    maxItems: limitAt(site, 'maxItems'),
    uniqueItems: valueAt(site, 'uniqueItems') === true,
  };
}

type Items = Pick<ArraySchema, 'items' | 'tuple' | 'additional'>;

function itemsBefore2020(site: Site): Items {
  const tuple = schemasAt(site, 'items');
  const items = tuple === undefined ? schemaAt(site, 'items') : undefined;
  const additional = contentAt(site, 'additionalItems', 'unevaluatedItems');
  // Where one schema judges all items there are no additional ones to forbid.
  return { items, tuple: tuple ?? [], additional: items !== undefined && additional === false ? true : additional };
}

/** `items` judges what `prefixItems` leaves, which is all when there are none; `true` and `false` open and close. */
function itemsOf2020(site: Site): Items {
  const tuple = schemasAt(site, 'prefixItems');
  if (tuple === undefined && isObject(valueAt(site, 'items'))) {
    return { items: schemaAt(site, 'items'), tuple: [], additional: true };
  }
  return { items: undefined, tuple: tuple ?? [], additional: contentAt(site, 'items', 'unevaluatedItems') };
}

/** What the first of the keywords that is there says of the rest; anything may come when none is. */
function contentAt(site: Site, ...keywords: readonly string[]): Content {
  const keyword = keywords.find((name) => valueAt(site, name) !== undefined);
  if (keyword === undefined) return true;
  const value = valueAt(site, keyword);
  return typeof value === 'boolean' ? value : site.build([keyword], value);
}

export function schemaAt(site: Site, keyword: string): JsonSchema | undefined {
  const value = valueAt(site, keyword);
  return value === undefined ? undefined : site.build([keyword], value);
}

export function schemasAt(site: Site, keyword: string): readonly JsonSchema[] | undefined {
  const list = valueAt(site, keyword);
  return Array.isArray(list) ? list.map((value: unknown, index) => site.build([keyword, index], value)) : undefined;
}

function schemasByName(site: Site, keyword: string): ReadonlyMap<string, JsonSchema> {
  const judged = Object.entries(membersAt(site, keyword)).filter(([, value]) => !Array.isArray(value));
  return new Map(judged.map(([name, value]) => [name, site.build([keyword, name], value)]));
}

/** The value of a keyword, when the schema has it and its draft knows it. */
export function valueAt({ json, draft }: Site, keyword: string): unknown {
  return Object.hasOwn(json, keyword) && keywordsOf(draft).has(keyword) ? json[keyword] : undefined;
}

function membersAt(site: Site, keyword: string): JsonObject {
  const value = valueAt(site, keyword);
  return isObject(value) ? value : {};
}

function limitAt(site: Site, keyword: string): Limit {
  const value = valueAt(site, keyword);
  return isNumber(value) ? value : undefined;
}
