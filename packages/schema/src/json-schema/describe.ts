import type { SchemaField } from '../fields.ts';
import { isObject, printJson, type JsonObject } from '../json.ts';
import { referenceKeywords, type Documents } from './documents.ts';
import { shortJson } from './label.ts';
import { keywordsOf } from './keywords.ts';
import { inside, type Place } from './place.ts';

/** A schema used in many places is shown in each; this many fields end the tree of a schema that would grow without bound. */
const fieldsMax = 5_000;
/** How many schemas may add to one by references and allOf. */
const layersMax = 200;

/** A schema with all that adds to it: what it refers to, and the members of its allOf. */
type Layers = readonly Place[];

interface Walk {
  readonly documents: Documents;
  /** The schemas that lead here: one that lies in itself is named, not opened again. */
  readonly inside: readonly unknown[];
  readonly budget: { left: number };
}

/** The properties of a schema as a tree for people. A schema of something else than an object is one field: `value`. */
export function describeJson(documents: Documents): readonly SchemaField[] {
  const walk: Walk = { documents, inside: [], budget: { left: fieldsMax } };
  const layers = bare(layersOf(documents.root, documents), documents).layers;
  const fields = fieldsOf(layers, '', walk);
  return fields.length > 0 ? fields : [describe('value', 'value', documents.root, walk)];
}

function fieldsOf(layers: Layers, prefix: string, walk: Walk): readonly SchemaField[] {
  const inner = { ...walk, inside: [...walk.inside, ...layers.map(({ json }) => json)] };
  const fields: SchemaField[] = [];
  for (const [name, place] of propertiesOf(layers)) {
    if (walk.budget.left-- <= 0) break;
    fields.push(describe(name, `${prefix}${name}`, place, inner));
  }
  return fields;
}

function describe(name: string, path: string, place: Place, walk: Walk): SchemaField {
  const all = layersOf(place, walk.documents);
  const { layers, nullable } = bare(all, walk.documents);
  const holder = objectInside(layers, walk.documents);
  const isOpened = holder.some(({ json }) => walk.inside.includes(json));
  const fields = isOpened ? [] : fieldsOf(holder, `${path}.`, walk);
  const doc = textAt(all, 'description') ?? textAt(all, 'title');
  const fallback = all.map(objectOf).find((json) => 'default' in json);
  return {
    name,
    path,
    type: typeWords(layers, walk.documents, 0),
    nullable,
    ...(fallback === undefined ? {} : { default: printJson(fallback['default']) }),
    ...(doc === undefined ? {} : { doc }),
    tags: tagsOf(all),
    ...(fields.length === 0 ? {} : { fields }),
  };
}

function layersOf(place: Place, documents: Documents): Layers {
  const layers: Place[] = [];
  const add = (each: Place): void => {
    const { json, draft } = each;
    if (!isObject(json) || layers.length >= layersMax || layers.some((other) => other.json === json)) return;
    layers.push(each);
    for (const keyword of referenceKeywords) {
      if (json[keyword] !== undefined && keywordsOf(draft).has(keyword)) add(documents.follow(each, keyword));
    }
    listAt(each, 'allOf').forEach(add);
  };
  add(place);
  return layers;
}

/** The schema without the null that it may be besides. */
function bare(layers: Layers, documents: Documents): { readonly layers: Layers; readonly nullable: boolean } {
  const types = typesOf(layers);
  const alternatives = alternativesOf(layers).map((place) => layersOf(place, documents));
  const others = alternatives.filter((each) => typesOf(each).join() !== 'null');
  const nullable = types.includes('null') || others.length < alternatives.length;
  const [only] = others;
  return { layers: others.length === 1 && only !== undefined ? [...layers, ...only] : layers, nullable };
}

/** The object whose properties are the field's: the schema itself, or what its items or values are. */
function objectInside(layers: Layers, documents: Documents): Layers {
  let current = layers;
  for (let depth = 0; depth < 10 && propertiesOf(current).size === 0; depth++) {
    const element = elementOf(current);
    if (element === undefined) break;
    current = bare(layersOf(element.place, documents), documents).layers;
  }
  return current;
}

function typeWords(layers: Layers, documents: Documents, depth: number): string {
  const words = (place: Place): string =>
    depth > 5 ? '…' : typeWords(bare(layersOf(place, documents), documents).layers, documents, depth + 1);
  const values = valuesOf(layers);
  if (values !== undefined)
    return `enum ${values.map((value) => (typeof value === 'string' ? value : shortJson(value))).join(' | ')}`;
  const types = typesOf(layers).filter((type) => type !== 'null');
  const format = textAt(layers, 'format');
  if (format !== undefined && types.every((type) => type === 'string')) return format;
  const element = elementOf(layers);
  if (element !== undefined && types.length <= 1) return `${element.of} of ${words(element.place)}`;
  if (types.length === 1) return types.join();
  if (types.length > 1) return `one of ${types.join(', ')}`;
  const alternatives = alternativesOf(layers);
  if (alternatives.length > 0)
    return `one of ${alternatives
      .map(words)
      .filter((word) => word !== 'null')
      .join(', ')}`;
  if (propertiesOf(layers).size > 0) return 'object';
  return typesOf(layers).includes('null') ? 'null' : 'any';
}

function propertiesOf(layers: Layers): ReadonlyMap<string, Place> {
  const properties = new Map<string, Place>();
  for (const place of layers) {
    const named = objectOf(place)['properties'];
    if (!isObject(named)) continue;
    for (const [name, json] of Object.entries(named)) {
      if (!properties.has(name)) properties.set(name, inside(place, ['properties', name], json));
    }
  }
  return properties;
}

/** What every item of an array, or every value of an object without properties, must fit. */
function elementOf(layers: Layers): { readonly of: 'array' | 'map'; readonly place: Place } | undefined {
  for (const place of layers) {
    const { items, additionalProperties } = objectOf(place);
    if (isObject(items)) return { of: 'array', place: inside(place, ['items'], items) };
    if (isObject(additionalProperties) && propertiesOf(layers).size === 0) {
      return { of: 'map', place: inside(place, ['additionalProperties'], additionalProperties) };
    }
  }
  return undefined;
}

function typesOf(layers: Layers): readonly string[] {
  const found = layers.map((place) => objectOf(place)['type']).find((type) => type !== undefined);
  return Array.isArray(found) ? (found as readonly string[]) : typeof found === 'string' ? [found] : [];
}

function valuesOf(layers: Layers): readonly unknown[] | undefined {
  for (const place of layers) {
    const json = objectOf(place);
    if (Array.isArray(json['enum'])) return json['enum'];
    if ('const' in json && place.draft > 4) return [json['const']];
  }
  return undefined;
}

function alternativesOf(layers: Layers): readonly Place[] {
  return layers.flatMap((place) => [...listAt(place, 'oneOf'), ...listAt(place, 'anyOf')]);
}

function tagsOf(layers: Layers): readonly string[] {
  const tags = layers.flatMap((place) => objectOf(place)['confluent:tags'] ?? []);
  return [...new Set(tags.filter((tag) => typeof tag === 'string'))];
}

function textAt(layers: Layers, keyword: string): string | undefined {
  const text = layers.map((place) => objectOf(place)[keyword]).find((value) => typeof value === 'string');
  return typeof text === 'string' ? text : undefined;
}

function listAt(place: Place, keyword: string): readonly Place[] {
  const list = objectOf(place)[keyword];
  return Array.isArray(list) ? list.map((json: unknown, index) => inside(place, [keyword, index], json)) : [];
}

function objectOf({ json }: Place): JsonObject {
  return isObject(json) ? json : {};
}
