import { isObject, type JsonObject } from '../json.ts';
import { onlyReference, referenceKeywords, type Documents, type ReferenceKeyword } from './documents.ts';
import { canonicalJson } from './equality.ts';
import { isKnown, own, schemaAt, schemasAt, typedParts, type Build } from './parts.ts';
import { idOf, type Place } from './place.ts';
import type { Annotations, JsonSchema, ReferenceSchema, TargetSchema } from './schema.ts';

type ReferenceTo = (place: Place, keyword: ReferenceKeyword) => ReferenceSchema;

const anything: JsonSchema = { kind: 'anything' };
const nothing: JsonSchema = { kind: 'nothing' };

/** The tree, or rather graph, of checked documents. */
export function schemaTree({ root, follow }: Documents): JsonSchema {
  // By the JSON of the place, so that what many references lead to is one object.
  const built = new Map<unknown, JsonSchema>();
  const build = (place: Place): JsonSchema => {
    const { json } = place;
    if (!isObject(json)) return json === false ? nothing : anything;
    const schema = built.get(json) ?? described(partsOf(place, json, build, referenceTo), place, json);
    built.set(json, schema);
    return schema;
  };
  // `follow` ends at what is more than a reference, of which `described` makes something else than one.
  const referenceTo = (place: Place, keyword: ReferenceKeyword): ReferenceSchema => ({
    kind: 'reference',
    target: () => build(follow(place, keyword)) as TargetSchema,
  });
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
function partsOf(place: Place, json: JsonObject, build: Build, referenceTo: ReferenceTo): readonly JsonSchema[] {
  const references = referenceKeywords.filter(
    (keyword) => own(json, keyword) !== undefined && isKnown(keyword, place.draft),
  );
  const parts: JsonSchema[] = references.map((keyword) => referenceTo(place, keyword));
  if (place.draft <= 7 && parts.length > 0) return parts;
  const values = own(json, 'enum');
  if (Array.isArray(values)) parts.push({ kind: 'enum', values });
  for (const criterion of ['allOf', 'oneOf', 'anyOf'] as const) {
    const list = schemasAt(place, json, criterion, build);
    if (list !== undefined) parts.push({ kind: 'combined', criterion, subschemas: unlike(list, json[criterion]) });
  }
  const not = schemaAt(place, json, 'not', build);
  if (not !== undefined) parts.push({ kind: 'not', schema: not });
  if (place.draft > 4 && Object.hasOwn(json, 'const')) parts.push({ kind: 'enum', values: [json['const']] });
  return [...parts, ...typedParts(place, json, build)];
}

/** Those that are written alike count once. */
function unlike(schemas: readonly JsonSchema[], written: unknown): readonly JsonSchema[] {
  const texts = (written as readonly unknown[]).map(canonicalJson);
  return schemas.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}
