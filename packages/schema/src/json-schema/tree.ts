import { isObject, type JsonObject } from '../json.ts';
import { onlyReference, referenceKeywords, type Documents, type ReferenceKeyword } from './documents.ts';
import { canonicalJson } from './equality.ts';
import { schemaAt, schemasAt, typedParts, valueAt, type Site } from './parts.ts';
import { idOf, inside, type Place } from './place.ts';
import type { Annotations, JsonSchema, ReferenceSchema, TargetSchema } from './schema.ts';

const anything: JsonSchema = { kind: 'anything' };
const nothing: JsonSchema = { kind: 'nothing' };

/** The tree, or rather graph, of checked documents. */
export function schemaTree({ root, follow }: Documents): JsonSchema {
  // By the JSON of the place, so that what many references lead to is one object.
  const built = new Map<unknown, JsonSchema>();
  const build = (place: Place): JsonSchema => {
    const { json, draft } = place;
    if (!isObject(json)) return json === false ? nothing : anything;
    const known = built.get(json);
    if (known !== undefined) return known;
    const site: Site = { json, draft, build: (members, inner) => build(inside(place, members, inner)) };
    const references = referenceKeywords.filter((keyword) => valueAt(site, keyword) !== undefined);
    const parts = [...references.map((keyword) => referenceTo(place, keyword)), ...ownParts(site, references)];
    const schema = described(parts, place, json);
    built.set(json, schema);
    return schema;
  };
  const referenceTo = (place: Place, keyword: ReferenceKeyword): ReferenceSchema => {
    let found: TargetSchema | undefined;
    // `follow` ends at what is more than a reference, of which `described` makes something else than one.
    return { kind: 'reference', target: () => (found ??= build(follow(place, keyword)) as TargetSchema) };
  };
  return build(root);
}

function described(parts: readonly JsonSchema[], place: Place, json: JsonObject): JsonSchema {
  const annotations = annotationsOf(place, json);
  const [only] = parts;
  if (only === undefined) return { kind: 'empty', ...annotations };
  const isWhole = only.kind !== 'reference' || onlyReference(place) !== undefined;
  if (parts.length === 1 && isWhole) return { ...only, ...annotations };
  return { kind: 'combined', criterion: 'allOf', subschemas: parts, ...annotations };
}

/** What json-sKema, which reads the later drafts for the reference registry, makes of a schema has no id. */
function annotationsOf(place: Place, json: JsonObject): Annotations {
  const id = place.draft <= 7 ? idOf(place) : undefined;
  const { title, description, 'connect.type': connectType } = json;
  return {
    ...(id === undefined ? {} : { id }),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...('default' in json ? { default: { json: json['default'] } } : {}),
    ...(typeof connectType === 'string' ? { connectType } : {}),
  };
}

/** The parts in the order in which the reference's library extracts them, which the paths of differences count. */
function ownParts(site: Site, references: readonly ReferenceKeyword[]): readonly JsonSchema[] {
  if (site.draft <= 7 && references.length > 0) return [];
  const parts: JsonSchema[] = [];
  const values = valueAt(site, 'enum');
  if (Array.isArray(values)) parts.push({ kind: 'enum', values });
  for (const criterion of ['allOf', 'oneOf', 'anyOf'] as const) {
    const list = schemasAt(site, criterion);
    if (list !== undefined) parts.push({ kind: 'combined', criterion, subschemas: unlike(list, site.json[criterion]) });
  }
  const not = schemaAt(site, 'not');
  if (not !== undefined) parts.push({ kind: 'not', schema: not });
  const value = valueAt(site, 'const');
  if (value !== undefined) parts.push({ kind: 'enum', values: [value] });
  return [...parts, ...typedParts(site)];
}

/** Those that are written alike count once. */
function unlike(schemas: readonly JsonSchema[], written: unknown): readonly JsonSchema[] {
  const texts = (written as readonly unknown[]).map(canonicalJson);
  return schemas.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}
