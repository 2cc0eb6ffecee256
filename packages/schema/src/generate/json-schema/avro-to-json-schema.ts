import { simpleNameOf } from '../../avro/names.ts';
import {
  isPrimitive,
  type AvroNamed,
  type AvroPrimitive,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
  type LogicalType,
} from '../../avro/schema.ts';
import type { JsonObject } from '../../json.ts';
import { base64Text, reference, withDefinitions, type Definitions } from './pieces.ts';

/**
 * A JSON Schema (2020-12) of what `compileDecoder` gives with `unions: 'plain', logical: 'text'`, bytes in base64. Records and enums
 * are definitions by their full names.
 */
export function avroToJsonSchema(schema: AvroSchema): JsonObject {
  const definitions: Definitions = new Map();
  return withDefinitions(schemaOf(schema, definitions), definitions);
}

function schemaOf(schema: AvroSchema, definitions: Definitions): JsonObject {
  if (isPrimitive(schema)) return primitive(schema);
  switch (schema.kind) {
    case 'array':
      return { type: 'array', items: schemaOf(schema.items, definitions) };
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(schema.values, definitions) };
    case 'union':
      return union(schema, definitions);
    case 'fixed':
      return { ...docOf(schema), ...(schema.logical === undefined ? base64Text : logical(schema.logical)) };
    case 'record':
    case 'enum':
      return named(schema, definitions);
  }
}

function union({ branches }: AvroUnion, definitions: Definitions): JsonObject {
  const schemas = branches.map((branch) => schemaOf(branch, definitions));
  const [only] = schemas;
  if (only === undefined) return { not: {} };
  return schemas.length === 1 ? only : { anyOf: schemas };
}

function named(schema: Exclude<AvroNamed, { kind: 'fixed' }>, definitions: Definitions): JsonObject {
  if (!definitions.has(schema.name)) {
    // There before its fields are read, so that they can refer to it.
    definitions.set(schema.name, {});
    const names = { title: simpleNameOf(schema.name), ...docOf(schema) };
    const body = schema.kind === 'enum' ? { type: 'string', enum: schema.symbols } : record(schema, definitions);
    definitions.set(schema.name, { ...names, ...body });
  }
  return reference(schema.name);
}

function record(schema: AvroRecord, definitions: Definitions): JsonObject {
  const properties = schema.fields.map((field) => {
    const type = schemaOf(field.type, definitions);
    return [field.name, field.doc === undefined ? type : { ...type, description: field.doc }] as const;
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: schema.fields.map(({ name }) => name),
    additionalProperties: false,
  };
}

function primitive(schema: AvroPrimitive): JsonObject {
  if (schema.logical !== undefined) return logical(schema.logical);
  switch (schema.kind) {
    case 'int':
      return { type: 'integer', format: 'int32', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
    case 'long':
      return { type: 'integer', format: 'int64', minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n };
    case 'float':
    case 'double':
      return { type: 'number' };
    case 'bytes':
      return base64Text;
    case 'null':
    case 'boolean':
    case 'string':
      return { type: schema.kind };
  }
}

/** Formats of the OpenAPI Format Registry. */
function logical(type: LogicalType): JsonObject {
  switch (type.kind) {
    case 'decimal':
    case 'big-decimal':
      return { type: 'string', format: 'decimal' };
    case 'uuid':
    case 'date':
    case 'duration':
      return { type: 'string', format: type.kind };
    case 'moment': {
      const format = { time: 'time-local', timestamp: 'date-time', 'local-timestamp': 'date-time-local' }[type.of];
      return { type: 'string', format };
    }
  }
}

function docOf(schema: AvroNamed): JsonObject {
  return schema.doc === undefined ? {} : { description: schema.doc };
}
