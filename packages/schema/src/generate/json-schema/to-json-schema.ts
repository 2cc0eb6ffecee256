import type { JsonObject } from '../../json.ts';
import type { ParsedSchema } from '../../schema-kind.ts';
import { languageOf } from '../language.ts';

/**
 * A JSON Schema of the values of a schema in any language, as our decoders give them for people: logical types as text in the formats
 * of the OpenAPI Format Registry, bytes in base64, unions bare. Of a JSON Schema it is the same in one document, references included.
 */
export function toJsonSchema(schema: ParsedSchema): JsonObject {
  return languageOf(schema).toJsonSchema(schema);
}
