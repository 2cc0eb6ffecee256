import { isObject, type JsonObject } from '../../json.ts';

/** What a `$ref` of a bundled document leads to: by JSON pointer, or by `$id`, `id` or `$anchor`. Undefined when nowhere in it. */
export function resolveReference(document: JsonObject, reference: string): unknown {
  if (reference === '#') return document;
  if (reference.startsWith('#/')) return atPointer(document, reference.slice(2));
  const [base = '', fragment = ''] = reference.split('#');
  const within = base === '' ? document : find(document, (schema) => [schema['$id'], schema['id']].includes(base));
  if (within === undefined || fragment === '') return within;
  if (fragment.startsWith('/')) return atPointer(within, fragment.slice(1));
  const names = (schema: JsonObject) => [schema['$anchor'], schema['$dynamicAnchor'], schema['$id'], schema['id']];
  return find(within, (schema) => names(schema).some((name) => name === fragment || name === `#${fragment}`));
}

function atPointer(document: JsonObject, pointer: string): unknown {
  let found: unknown = document;
  for (const part of pointer.split('/')) {
    const name = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = found[Number(name)];
    else found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function find(value: unknown, wanted: (schema: JsonObject) => boolean): JsonObject | undefined {
  if (isObject(value) && wanted(value)) return value;
  const members = typeof value === 'object' && value !== null ? Object.values(value) : [];
  for (const member of members) {
    const found = find(member, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
