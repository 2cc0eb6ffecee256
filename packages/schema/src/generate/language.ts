import type { ParsedAvro } from '../avro/avro-kind.ts';
import type { JsonObject } from '../json.ts';
import type { ParsedJson } from '../json-schema/json-kind.ts';
import type { ParsedProtobuf } from '../protobuf/parsed.ts';
import type { ParsedSchema, SchemaType } from '../schema-kind.ts';
import { avroExample } from './example/avro-example.ts';
import { jsonExampler } from './example/json-example.ts';
import { protobufExample } from './example/protobuf-example.ts';
import type { Scene } from './example/scene.ts';
import { avroToJsonSchema } from './json-schema/avro-to-json-schema.ts';
import { oneDocument } from './json-schema/one-document.ts';
import { protobufToJsonSchema } from './json-schema/protobuf-to-json-schema.ts';

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
  exampler: jsonExampler,
  toJsonSchema: (schema) => oneDocument(schema.documents),
};

/** Where a whole schema is spoken of, its first message is meant. */
const protobuf: GeneratedLanguage<ParsedProtobuf> = {
  exampler: ({ file }) => {
    const [message] = file.messages;
    return (scene) => (message === undefined ? {} : protobufExample(message, scene));
  },
  toJsonSchema: ({ file }) => protobufToJsonSchema(file.messages[0]),
};

/** A new language is one object and its line here. */
const languages: Readonly<Record<SchemaType, GeneratedLanguage<ParsedSchema>>> = {
  AVRO: avro,
  JSON: json,
  PROTOBUF: protobuf,
};

export function languageOf(schema: ParsedSchema): GeneratedLanguage<ParsedSchema> {
  return languages[schema.type];
}
