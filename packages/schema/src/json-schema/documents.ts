import { isObject, type JsonObject } from '../json.ts';
import { checkKeywords, draftOf } from './check.ts';
import { draftOfUri, type Draft } from './draft.ts';
import { asserts, keywordsOf, subschemas } from './keywords.ts';
import { based, idOf, inside, invalid, type Place } from './place.ts';
import { resolveUri, splitFragment } from './uri.ts';

/** How deep schemas may lie in each other. Guards the stack; real schemas stay under 30. */
const depthMax = 200;

export const referenceKeywords = ['$ref', '$dynamicRef', '$recursiveRef'] as const;
export type ReferenceKeyword = (typeof referenceKeywords)[number];

/** A document that the schema may refer to. */
export interface NamedDocument {
  /** The URI by which it is referred to, or a part of it that resolves to the same against the schema's own `$id`. */
  readonly name: string;
  readonly json: unknown;
}

/** A schema and all that it leads to, checked: every place holds a schema, every reference leads to one. */
export interface Documents {
  readonly root: Place;
  /** The schema at the other end of a reference; chains of references are followed. */
  readonly follow: (place: Place, keyword: ReferenceKeyword) => Place;
}

/** What a URI leads to. The schemas of dynamic anchors are what `$dynamicRef` may find instead of its own target. */
interface Index {
  readonly places: Map<string, Place>;
  readonly dynamic: Map<string, Place>;
  readonly checked: Set<unknown>;
  readonly references: (readonly [Place, ReferenceKeyword])[];
}

/** @throws MillraceError SCHEMA_INVALID with the JSON pointer of the wrong place */
export function readDocuments(json: unknown, references: readonly NamedDocument[] = []): Documents {
  const index: Index = { places: new Map(), dynamic: new Map(), checked: new Set(), references: [] };
  const root = based({ json, draft: draftOf(json, 7), base: '', path: '', document: undefined });
  const found = references.map(({ name, json: other }) => {
    const base = resolveUri(root.base, name);
    const place = based({ json: other, draft: draftOf(other, root.draft), base, path: '', document: name });
    for (const uri of [name, base]) index.places.set(uri, place);
    return place;
  });
  for (const place of [...found, root]) enter(place, 0, index);
  const follow = (place: Place, keyword: ReferenceKeyword) => followed(place, keyword, root, index);
  // The list grows while it is gone through: a reference may lead to where no keyword holds schemas.
  for (const [place, keyword] of index.references) follow(place, keyword);
  return { root, follow };
}

/** Enters a schema and those inside it into the index, and checks them. */
function enter(place: Place, depth: number, index: Index): void {
  const { json, draft, base } = place;
  if (index.checked.has(json)) return;
  if (depth > depthMax) throw invalid(place, `is nested more than ${depthMax} levels deep`);
  checkKeywords(place);
  if (!isObject(json)) return;
  index.checked.add(json);
  if (place.path === '') index.places.set(base, place);
  const id = idOf(place);
  if (id !== undefined) index.places.set(resolveUri(base, `#${splitFragment(id)[1]}`), place);
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    const anchor = keywordOf(json, keyword, draft);
    if (anchor !== undefined) index.places.set(`${base}#${anchor}`, place);
    if (anchor !== undefined && keyword === '$dynamicAnchor') index.dynamic.set(`${base}#${anchor}`, place);
  }
  for (const keyword of referenceKeywords) {
    if (keywordOf(json, keyword, draft) !== undefined) index.references.push([place, keyword]);
  }
  for (const { members, json: child } of subschemas(json, draft))
    enter(inside(place, members, child), depth + 1, index);
}

/** The value of a keyword that names something, when the draft knows the keyword. */
function keywordOf(json: JsonObject, keyword: string, draft: Draft): string | undefined {
  const value = keywordsOf(draft).has(keyword) && Object.hasOwn(json, keyword) ? json[keyword] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/**
 * Of a dynamic reference the target is taken that the schema itself, the outermost scope there is when data is read, has for it. That is
 * the whole of dynamic scoping for schemas that extend one another; deeper layers count as plain references.
 */
function followed(place: Place, keyword: ReferenceKeyword, root: Place, index: Index): Place {
  let target = place;
  let by: ReferenceKeyword | undefined = keyword;
  const seen = new Set<unknown>();
  while (by !== undefined) {
    if (seen.has(target.json)) throw invalid(place, `has a ${keyword} that leads back to itself`);
    seen.add(target.json);
    target = outermost(step(target, by, index), by, root, index);
    by = onlyReference(target);
  }
  return target;
}

/** The reference that a schema is, when it is nothing else: up to draft-07 any that it has. */
export function onlyReference({ json, draft }: Place): ReferenceKeyword | undefined {
  if (!isObject(json)) return undefined;
  const [keyword, ...others] = referenceKeywords.filter((name) => keywordOf(json, name, draft) !== undefined);
  const isAlone = others.length === 0 && Object.keys(json).every((name) => name === keyword || !asserts(name, draft));
  return draft <= 7 || isAlone ? keyword : undefined;
}

function step(place: Place, keyword: ReferenceKeyword, index: Index): Place {
  const reference = String((place.json as JsonObject)[keyword]);
  const at = inside(place, [keyword], null);
  const uri = resolveUri(place.base, reference);
  const [document, fragment] = splitFragment(uri);
  const named = index.places.get(uri) ?? index.places.get(reference);
  if (named !== undefined) return named;
  const resource = index.places.get(document);
  if (resource === undefined) {
    // Meta-schemas of the drafts are known everywhere; what they say of schemas as data matters to nobody's events.
    if (draftOfUri(document) !== undefined) return { ...place, json: true, draft: 7 };
    throw invalid(at, `refers to ${JSON.stringify(reference)}, which is not in the schema nor among its references`);
  }
  const target = fragment.startsWith('/') || fragment === '' ? pointed(resource, fragment) : undefined;
  if (target === undefined) throw invalid(at, `refers to ${JSON.stringify(reference)}, where nothing is`);
  enter(target, 0, index);
  return target;
}

function outermost(target: Place, keyword: ReferenceKeyword, root: Place, index: Index): Place {
  if (!isObject(target.json)) return target;
  if (keyword === '$recursiveRef') {
    const isRecursive = [target, root].every(({ json }) => isObject(json) && json['$recursiveAnchor'] === true);
    return isRecursive ? root : target;
  }
  if (keyword !== '$dynamicRef') return target;
  const anchor = keywordOf(target.json, '$dynamicAnchor', target.draft);
  return (anchor === undefined ? undefined : index.dynamic.get(`${root.base}#${anchor}`)) ?? target;
}

/** What a JSON pointer in a URI's fragment leads to. */
function pointed(resource: Place, fragment: string): Place | undefined {
  let place = resource;
  for (const segment of fragment === '' ? [] : fragment.slice(1).split('/')) {
    const member = decoded(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    const { json } = place;
    if (typeof json !== 'object' || json === null || !Object.hasOwn(json, member)) return undefined;
    place = inside(place, [member], (json as JsonObject)[member]);
  }
  return place;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a percent sign that means itself
  }
}
