import { isObject, type JsonObject } from '../../json.ts';
import type { Draft } from '../../json-schema/draft.ts';

/** The keywords of a schema of an earlier draft as draft 2020-12 spells them. Those that are no more become undefined, then nothing. */
export function modernised(schema: JsonObject, draft: Draft): JsonObject {
  const bounds = draft === 4 ? { ...exclusive(schema, 'minimum'), ...exclusive(schema, 'maximum') } : {};
  const all = Object.entries({ ...schema, ...bounds, ...tuple(schema), ...dependencies(schema) });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** Draft-04: `exclusiveMinimum: true` beside a `minimum`. */
function exclusive(schema: JsonObject, bound: 'minimum' | 'maximum'): JsonObject {
  const keyword = bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
  if (typeof schema[keyword] !== 'boolean') return {};
  if (!schema[keyword]) return { [keyword]: undefined };
  return { [bound]: undefined, [keyword]: schema[bound] };
}

/** Before 2020: `items` of an array of schemas, and `additionalItems` for the rest. */
function tuple({ items, additionalItems }: JsonObject): JsonObject {
  return Array.isArray(items) ? { prefixItems: items, items: additionalItems, additionalItems: undefined } : {};
}

/** Before 2019: names and schemas under one keyword. */
function dependencies(schema: JsonObject): JsonObject {
  if (!isObject(schema['dependencies'])) return {};
  const entries = Object.entries(schema['dependencies']);
  return {
    dependencies: undefined,
    dependentRequired: Object.fromEntries(entries.filter(([, needed]) => Array.isArray(needed))),
    dependentSchemas: Object.fromEntries(entries.filter(([, needed]) => !Array.isArray(needed))),
  };
}
