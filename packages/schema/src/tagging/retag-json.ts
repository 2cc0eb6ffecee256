import type { ParsedJson } from '../json-schema/json-kind.ts';
import { isObject, parseJson, printJson, type JsonObject } from '../json.ts';
import type { TagsAfter } from './retag.ts';
import { tagsOf, withTags } from './tags-member.ts';

/** Members that hold schemas of the same value, or of the items of it. */
const inner = ['allOf', 'anyOf', 'oneOf', 'items', 'prefixItems', 'then', 'else'];

/**
 * Properties go by the way to them: `object.customer.object.email`, or `customer.email` with the root's title or `$` before it. A
 * property of what a `$ref` leads to is one of its definition, and is not looked for there.
 */
export function retagJson({ text }: ParsedJson, after: TagsAfter): string {
  const root = parseJson(text);
  const title = isObject(root) && typeof root['title'] === 'string' ? root['title'] : undefined;
  const namesOf = (way: readonly string[]): readonly string[] => {
    const path = way.join('.');
    const plain = [title, '$'].flatMap((start) =>
      start === undefined ? [] : [path === '' ? start : `${start}.${path}`],
    );
    return [way.map((name) => `object.${name}`).join('.') || 'object', ...plain];
  };
  const visit = (schema: unknown, way: readonly string[]): unknown => {
    if (Array.isArray(schema)) return schema.map((each) => visit(each, way));
    if (!isObject(schema)) return schema;
    const members = Object.entries(schema).map(([name, value]) => {
      if (name === 'properties' && isObject(value)) return [name, visitProperties(value, way)];
      return [name, inner.includes(name) ? visit(value, way) : value];
    });
    return Object.fromEntries(members) as JsonObject;
  };
  const visitProperties = (properties: JsonObject, way: readonly string[]): JsonObject => {
    const entries = Object.entries(properties).map(([name, schema]) => {
      const visited = visit(schema, [...way, name]);
      return [
        name,
        isObject(visited) ? withTags(visited, after('field', namesOf([...way, name]), tagsOf(visited))) : visited,
      ];
    });
    return Object.fromEntries(entries) as JsonObject;
  };
  const visited = visit(root, []);
  return printJson(isObject(visited) ? withTags(visited, after('record', namesOf([]), tagsOf(visited))) : visited);
}
