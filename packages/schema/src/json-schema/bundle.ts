import { isObject, type JsonObject } from '../json.ts';
import { referenceKeywords, type Documents } from './documents.ts';
import type { Draft } from './draft.ts';
import { asserts, keywordsOf } from './keywords.ts';
import { inside, type Place } from './place.ts';

/** Schemas in the one dialect of draft 2020-12 that refer to each other by name alone. */
export interface Bundle {
  readonly root: unknown;
  readonly named: ReadonlyMap<string, unknown>;
}

export interface BundleOptions {
  /** Keeps what says something to people alone too: titles, descriptions, tags. Default false: what a validator needs to know. */
  readonly notes?: boolean;
  /** How a reference to the root is written. Default a name as of any other schema. */
  readonly rootName?: string;
  /** How a schema is named that `reference` leads to, the first one; each name only once. Default `schema-0` and so on. */
  readonly nameOf?: (json: JsonObject, reference: string) => string;
}

interface Bundling extends Required<Pick<BundleOptions, 'notes' | 'nameOf'>> {
  readonly documents: Documents;
  readonly names: Map<unknown, string>;
  readonly named: Map<string, unknown>;
}

/**
 * Translates checked documents of any draft. What says nothing of data is left out, as is what a draft does not know; references lead to
 * named schemas, so that ids, anchors and pointers are of no more account. A dynamic reference leads where `Documents.follow` says.
 */
export function bundled(documents: Documents, { notes = false, rootName, nameOf }: BundleOptions = {}): Bundle {
  const names = new Map<unknown, string>();
  if (rootName !== undefined) names.set(documents.root.json, rootName);
  const numbered = (): string => `schema-${names.size}`;
  const bundling: Bundling = { documents, notes, nameOf: nameOf ?? numbered, names, named: new Map() };
  return { root: translated(documents.root, bundling), named: bundling.named };
}

function translated(place: Place, bundling: Bundling): unknown {
  const { json, draft } = place;
  if (!isObject(json)) return json;
  const references = referenceKeywords
    .filter((keyword) => Object.hasOwn(json, keyword) && keywordsOf(draft).has(keyword))
    .map((keyword) => ({ $ref: nameOf(bundling.documents.follow(place, keyword), String(json[keyword]), bundling) }));
  if (draft <= 7 && references[0] !== undefined) return { ...(bundling.notes ? textsOf(json) : {}), ...references[0] };
  const members: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(json)) {
    if (asserts(keyword, draft) || (bundling.notes && isNote(keyword, draft)))
      Object.assign(members, translatedKeyword(keyword, value, place, bundling));
  }
  if (references.length === 0) return members;
  return { ...members, allOf: [...references, ...((members['allOf'] as readonly unknown[] | undefined) ?? [])] };
}

/** What says something to people: titles and descriptions, and any member that the draft does not know. */
function isNote(keyword: string, draft: Draft): boolean {
  const form = keywordsOf(draft).get(keyword);
  return (form === undefined || form === 'note') && keyword !== '$schema';
}

function textsOf({ title, description }: JsonObject): JsonObject {
  return { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) };
}

function nameOf(target: Place, reference: string, bundling: Bundling): string {
  const known = bundling.names.get(target.json);
  if (known !== undefined) return known;
  const name = bundling.nameOf(isObject(target.json) ? target.json : {}, reference);
  // Known before it is translated, since it may refer to itself.
  bundling.names.set(target.json, name);
  bundling.named.set(name, translated(target, bundling));
  return name;
}

function translatedKeyword(keyword: string, value: unknown, place: Place, bundling: Bundling): JsonObject {
  const schema = (json: unknown, ...members: readonly (string | number)[]): unknown =>
    translated(inside(place, [keyword, ...members], json), bundling);
  const schemas = (list: readonly unknown[]): readonly unknown[] => list.map((each, index) => schema(each, index));
  const byName = (map: JsonObject): JsonObject => mapped(map, (each, name) => schema(each, name));

  switch (keywordsOf(place.draft).get(keyword)) {
    case 'schema':
      return { [keyword]: schema(value) };
    case 'schemas':
      return { [keyword]: schemas(value as readonly unknown[]) };
    case 'schema or flag':
    case 'schema or schemas':
      return keyword === 'additionalProperties'
        ? { [keyword]: schema(value) }
        : translatedItems(keyword, value, place, schema, schemas);
    case 'schema by name':
    case 'schema by pattern':
      return { [keyword]: byName(value as JsonObject) };
    case 'schema or names by name':
      return translatedDependencies(value as JsonObject, byName);
    case 'flag':
      return translatedFlag(keyword, value, place.json as JsonObject);
    case 'values':
    case 'value':
      return { [keyword]: asNumbers(value) };
    case 'reference':
      return {};
    default:
      return { [keyword]: typeof value === 'bigint' ? Number(value) : value };
  }
}

/** `items` of a list became `prefixItems`, and `additionalItems` beside it became `items`; without it, it never said anything. */
function translatedItems(
  keyword: string,
  value: unknown,
  place: Place,
  schema: (json: unknown) => unknown,
  schemas: (list: readonly unknown[]) => readonly unknown[],
): JsonObject {
  if (keyword === 'items') {
    if (!Array.isArray(value)) return { items: schema(value) };
    return value.length === 0 ? {} : { prefixItems: schemas(value) };
  }
  return Array.isArray((place.json as JsonObject)['items']) ? { items: schema(value) } : {};
}

function translatedDependencies(value: JsonObject, byName: (map: JsonObject) => JsonObject): JsonObject {
  const entries = Object.entries(value);
  const schemas = Object.fromEntries(entries.filter(([, each]) => !Array.isArray(each)));
  return {
    dependentRequired: Object.fromEntries(entries.filter(([, each]) => Array.isArray(each))),
    dependentSchemas: byName(schemas),
  };
}

/** In draft-04 the exclusive limits are flags beside the limits; both may stand, as the exclusive one says more. */
function translatedFlag(keyword: string, value: unknown, json: JsonObject): JsonObject {
  if (keyword === 'uniqueItems') return { uniqueItems: value };
  const limit = asNumbers(json[keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum']);
  return value === true && limit !== undefined ? { [keyword]: limit } : {};
}

/** Data is compared as JavaScript reads it, in which large integers are numbers. */
function asNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asNumbers);
  return isObject(value) ? mapped(value, asNumbers) : value;
}

function mapped(map: JsonObject, change: (value: unknown, name: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value, name)]));
}
