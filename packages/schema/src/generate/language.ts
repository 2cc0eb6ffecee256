import { MillraceError } from '@millrace/base';
import { avroExample } from './example/avro-example.ts';
import type { Scene } from './example/scene.ts';
import { jsonExampler } from './example/json-example.ts';
import { bundled } from './json-schema/bundle.ts';
import type { ParsedJson } from '../json-schema/json-kind.ts';
import type { ParsedAvro } from '../avro/avro-kind.ts';
import type { JsonObject } from '../json.ts';
import type { ParsedSchema, SchemaType } from '../schema-kind.ts';
import { avroToJsonSchema } from './json-schema/avro-to-json-schema.ts';

/** What generation needs of a schema language. */
export interface GeneratedLanguage<S extends ParsedSchema> {
  /** Makes values that the language's encoder takes, or that are valid under the JSON Schema. */
  exampler(schema: S): (scene: Scene) => unknown;
  /** A JSON Schema (2020-12) of what the language's decoder gives as text for people (see `PayloadDecoder`). */
  toJsonSchema(schema: S): JsonObject;
}

const avro: GeneratedLanguage<ParsedAvro> = {
  exampler: (schema) => (scene) => avroExample(schema.root, scene),
  toJsonSchema: (schema) => avroToJsonSchema(schema.root),
};

const json: GeneratedLanguage<ParsedJson> = {
  exampler: (schema) => jsonExampler(bundled(schema.documents)),
  toJsonSchema: (schema) => bundled(schema.documents),
};

/** A new language is one object and its line here. */
const languages: Partial<Record<SchemaType, GeneratedLanguage<ParsedSchema>>> = { AVRO: avro, JSON: json };

/** @throws MillraceError INVALID_REQUEST when nothing can be generated for the language */
export function languageOf(schema: ParsedSchema): GeneratedLanguage<ParsedSchema> {
  const language = languages[schema.type];
  if (language !== undefined) return language;
  throw new MillraceError('INVALID_REQUEST', `Nothing can be generated from schemas of type ${schema.type}.`);
}
