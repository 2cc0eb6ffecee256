import { isObject, type JsonObject } from '../../json.ts';
import { referenceKeywords, type Documents } from '../../json-schema/documents.ts';
import { subschemas } from '../../json-schema/keywords.ts';
import { inside, type Place } from '../../json-schema/place.ts';
import { Names } from '../identifiers.ts';
import { modernised } from './modernised.ts';
import { reference, withDefinitions, type Definitions } from './pieces.ts';

interface Bundle {
  readonly documents: Documents;
  readonly names: Names;
  /** The name of each schema that is referred to, by the schema as it stands in its document. */
  readonly named: Map<JsonObject, string>;
  readonly definitions: Definitions;
}

/** What names a schema or lies there to be referred to: in a bundle every reference leads to `$defs`. */
const dropped = new Set(
  '$schema $id id $anchor $dynamicAnchor $recursiveAnchor definitions $defs $ref $dynamicRef $recursiveRef'.split(' '),
);

/** A JSON Schema of any draft with all that it refers to as one document of draft 2020-12. */
export function bundled(documents: Documents): JsonObject {
  const { json } = documents.root;
  const bundle: Bundle = { documents, names: new Names([]), named: new Map(), definitions: new Map() };
  if (!isObject(json)) return withDefinitions(json === false ? { not: {} } : {}, bundle.definitions);
  return withDefinitions(rewritten(documents.root, json, bundle), bundle.definitions);
}

function rewritten(place: Place, json: JsonObject, bundle: Bundle): JsonObject {
  // Up to draft-07 what stands beside a reference says nothing of data; it may still say something to people.
  const kept = place.draft <= 7 && typeof json['$ref'] === 'string' ? ['title', 'description'] : Object.keys(json);
  const inner = new Map(
    subschemas(json, place.draft).map(({ members, json: child }) => {
      const at = inside(place, members, child);
      return [JSON.stringify(members), isObject(child) ? rewritten(at, child, bundle) : child];
    }),
  );
  const own = kept
    .filter((name) => Object.hasOwn(json, name) && !dropped.has(name))
    .map((name) => [name, replaced([name], json[name], inner)] as const);
  return modernised({ ...Object.fromEntries(own), ...referenceOf(place, json, bundle) }, place.draft);
}

/** The value of a keyword with the rewritten schemas in their places, which lie at most two members deep. */
function replaced(members: readonly (string | number)[], value: unknown, inner: ReadonlyMap<string, unknown>): unknown {
  const key = JSON.stringify(members);
  if (inner.has(key)) return inner.get(key);
  if (members.length === 2) return value;
  if (Array.isArray(value)) return value.map((each: unknown, index) => replaced([...members, index], each, inner));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, replaced([...members, name], each, inner)]),
  );
}

function referenceOf(place: Place, json: JsonObject, bundle: Bundle): JsonObject {
  const keyword = referenceKeywords.find((name) => typeof json[name] === 'string');
  if (keyword === undefined) return {};
  const target = bundle.documents.follow(place, keyword);
  if (!isObject(target.json)) return target.json === false ? { not: {} } : {};
  if (target.json === bundle.documents.root.json) return { $ref: '#' };
  return reference(nameOf(target, target.json, String(json[keyword]), bundle));
}

function nameOf(target: Place, json: JsonObject, uri: string, bundle: Bundle): string {
  const known = bundle.named.get(json);
  if (known !== undefined) return known;
  const { title } = json;
  const name = bundle.names.take(typeof title === 'string' && title !== '' ? title : lastWord(uri));
  bundle.named.set(json, name);
  bundle.definitions.set(name, rewritten(target, json, bundle));
  return name;
}

/** `Money` of `#/definitions/Money` and of `https://example.com/money.schema.json`, nearly. */
function lastWord(uri: string): string {
  return /(?<word>[^/#.]+)(?:\.[^/#]*)?#?$/.exec(uri)?.groups?.['word'] ?? 'Definition';
}
