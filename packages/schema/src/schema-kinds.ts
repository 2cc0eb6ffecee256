import { avroKind } from './avro/avro-kind.ts';
import { jsonKind } from './json-schema/json-kind.ts';
import { protobufKind } from './protobuf/protobuf-kind.ts';
import type { ParsedSchema, SchemaKind, SchemaType } from './schema-kind.ts';

/** The schema languages by their type. */
const kinds: Readonly<Record<SchemaType, SchemaKind<ParsedSchema>>> = {
  AVRO: avroKind,
  PROTOBUF: protobufKind,
  JSON: jsonKind,
};

export const schemaTypes: readonly SchemaType[] = Object.values(kinds).map((kind) => kind.type);

/** The language of that type; undefined when it is unknown. */
export function schemaKind(type: string): SchemaKind<ParsedSchema> | undefined {
  return Object.hasOwn(kinds, type) ? kinds[type as SchemaType] : undefined;
}
