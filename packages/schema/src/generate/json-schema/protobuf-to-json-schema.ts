import type { JsonObject } from '../../json.ts';
import { textForm } from '../../protobuf/codec/text-forms.ts';
import { commentDoc, metaOf, type MetaOption } from '../../protobuf/meta.ts';
import type { ProtoOption, Declared, ScalarKind } from '../../protobuf/tree.ts';
import type { ProtobufEnum, ProtobufField, ProtobufMessage, ProtobufType } from '../../protobuf/types.ts';
import { integerRange } from '../protobuf-integers.ts';
import { base64Text, reference, withDefinitions, type Definitions } from './pieces.ts';

/**
 * A JSON Schema (2020-12) of what `compileProtobufDecoder` gives with `logical: 'text'`, bytes in base64: members have the fields' own
 * names, integers of 64 bits are numbers. Messages and enums are definitions by their full names.
 */
export function protobufToJsonSchema(message: ProtobufMessage | undefined): JsonObject {
  const definitions: Definitions = new Map();
  const root = message === undefined ? { type: 'object' } : schemaOf(message, definitions);
  return withDefinitions(root, definitions);
}

function schemaOf(type: ProtobufType, definitions: Definitions): JsonObject {
  switch (type.kind) {
    case 'scalar':
      return scalar(type.scalar);
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(type.value, definitions) };
    case 'message':
      return textForm(type.name) === undefined ? named(type, definitions) : wellKnown(type);
    case 'enum':
      return named(type, definitions);
  }
}

function named(type: ProtobufMessage | ProtobufEnum, definitions: Definitions): JsonObject {
  if (!definitions.has(type.name)) {
    // There before its fields are read, so that they can refer to it.
    definitions.set(type.name, {});
    const title = type.name.slice(type.name.lastIndexOf('.') + 1);
    const doc = docOf(type.tree, type.kind === 'enum' ? 'enum_meta' : 'message_meta');
    const body = type.kind === 'enum' ? enumSchema(type) : messageSchema(type, definitions);
    definitions.set(type.name, { title, ...doc, ...body });
  }
  return reference(type.name);
}

function enumSchema({ tree }: ProtobufEnum): JsonObject {
  return { type: 'string', enum: tree.values.map(({ name }) => name) };
}

function messageSchema({ fields }: ProtobufMessage, definitions: Definitions): JsonObject {
  const properties = fields.map((field) => {
    const type = schemaOf(field.type, definitions);
    const schema = field.repeated ? { type: 'array', items: type } : type;
    return [field.name, { ...schema, ...docOf(field.tree, 'field_meta') }] as const;
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.filter(isAlwaysThere).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** What cannot tell whether it was sent is its default. */
function isAlwaysThere({ presence }: ProtobufField): boolean {
  return presence !== 'explicit';
}

function scalar(kind: ScalarKind): JsonObject {
  switch (kind) {
    case 'string':
      return { type: 'string' };
    case 'bytes':
      return base64Text;
    case 'bool':
      return { type: 'boolean' };
    case 'double':
    case 'float':
      return { type: 'number' };
    default: {
      const { bits = 64, min, max } = integerRange(kind) ?? {};
      return { type: 'integer', format: `int${bits}`, minimum: min, maximum: max };
    }
  }
}

/** In the form that people write it (see `textForm`). */
function wellKnown({ name, fields }: ProtobufMessage): JsonObject {
  switch (name) {
    case 'google.protobuf.Timestamp':
      return { type: 'string', format: 'date-time' };
    case 'google.protobuf.Duration':
    case 'google.protobuf.FieldMask':
      return { type: 'string' };
    case 'google.protobuf.Struct':
      return { type: 'object' };
    case 'google.protobuf.ListValue':
      return { type: 'array' };
    case 'google.protobuf.Value':
      return {};
    case 'google.type.Date':
      return { type: 'string', format: 'date' };
    case 'google.type.TimeOfDay':
      return { type: 'string', format: 'time-local' };
    case 'google.type.Decimal':
    case 'confluent.type.Decimal':
      return { type: 'string', format: 'decimal' };
    default: {
      const type = fields[0]?.type;
      return type?.kind === 'scalar' ? scalar(type.scalar) : {};
    }
  }
}

function docOf(tree: Declared & { readonly options: readonly ProtoOption[] }, option: MetaOption): JsonObject {
  const doc = metaOf(tree.options, option).doc ?? commentDoc(tree);
  return doc === undefined ? {} : { description: doc };
}
