import type { JsonObject } from '../../json.ts';

/** Named types by full name, in the order in which they are met. */
export type Definitions = Map<string, unknown>;

export const base64Text: JsonObject = { type: 'string', contentEncoding: 'base64' };

export function reference(name: string): JsonObject {
  return { $ref: `#/$defs/${name}` };
}

export function withDefinitions(root: JsonObject, definitions: Definitions): JsonObject {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return definitions.size === 0 ? { $schema, ...root } : { $schema, ...root, $defs: Object.fromEntries(definitions) };
}
