import type { SchemaField } from '../fields.ts';
import { optionOf } from './link/link-field.ts';
import { commentDoc, metaOf, type Meta } from './meta.ts';
import type { OptionValue } from './tree.ts';
import type { ProtobufField, ProtobufMessage, ProtobufType } from './types.ts';

/** A type used in many places is shown in each; this many fields end the tree of a schema that would grow without bound. */
const fieldsMax = 5_000;
/** So deep messages are opened in each other; below they are named. */
const depthMax = 50;

interface Walk {
  /** The messages that lead here: one that lies in itself is named, not opened again. */
  readonly inside: readonly ProtobufMessage[];
  readonly budget: { left: number };
}

/** The fields of a message as a tree for people. */
export function describeMessage(message: ProtobufMessage): readonly SchemaField[] {
  return fieldsOf(message, '', { inside: [], budget: { left: fieldsMax } });
}

function fieldsOf(message: ProtobufMessage, prefix: string, walk: Walk): readonly SchemaField[] {
  const inner = { ...walk, inside: [...walk.inside, message] };
  const fields: SchemaField[] = [];
  for (const field of message.fields) {
    if (walk.budget.left-- <= 0) break;
    fields.push(describe(field, message, `${prefix}${field.name}`, inner));
  }
  return fields;
}

function describe(field: ProtobufField, message: ProtobufMessage, path: string, walk: Walk): SchemaField {
  const meta = metaOf(field.tree.options, 'field_meta');
  const doc = meta.doc ?? commentDoc(field.tree);
  const inner = messageInside(field.type);
  const opens = inner !== undefined && isOpened(inner, walk) && wellKnown(inner, meta) === undefined;
  const fallback = optionOf(field.tree, 'default');
  return {
    name: field.name,
    path,
    type: typeOf(field, meta),
    nullable: field.presence === 'explicit',
    record: message.name,
    ...(fallback === undefined ? {} : { default: defaultJson(fallback, field.type) }),
    ...(doc === undefined ? {} : { doc }),
    // A field is tagged by its type as well.
    tags: [...new Set([...meta.tags, ...metaOf(inner?.tree.options ?? [], 'message_meta').tags])],
    ...(opens ? { fields: fieldsOf(inner, `${path}.`, walk) } : {}),
  };
}

function isOpened(message: ProtobufMessage, { inside }: Walk): boolean {
  return inside.length < depthMax && !inside.includes(message);
}

function typeOf({ type, repeated, oneof }: ProtobufField, meta: Meta): string {
  const name = typeName(type, meta);
  const prefix = repeated ? 'repeated ' : '';
  return `${prefix}${name}${oneof === undefined ? '' : ` (one of ${oneof})`}`;
}

function typeName(type: ProtobufType, meta: Meta): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'enum':
      return `enum ${type.tree.values.map(({ name }) => name).join(' | ')}`;
    case 'map':
      return `map of ${type.key} to ${typeName(type.value, meta)}`;
    case 'message':
      return wellKnown(type, meta) ?? 'message';
  }
}

function messageInside(type: ProtobufType): ProtobufMessage | undefined {
  if (type.kind === 'message') return type;
  return type.kind === 'map' ? messageInside(type.value) : undefined;
}

const wellKnownNames: ReadonlyMap<string, string> = new Map([
  ['google.protobuf.Timestamp', 'timestamp'],
  ['google.protobuf.Duration', 'duration'],
  ['google.protobuf.Struct', 'object'],
  ['google.protobuf.Value', 'any JSON'],
  ['google.protobuf.ListValue', 'list of any JSON'],
  ['google.protobuf.Any', 'any message'],
  ['google.protobuf.FieldMask', 'field mask'],
  ['google.type.Date', 'date'],
  ['google.type.TimeOfDay', 'time'],
  ['google.type.Decimal', 'decimal'],
]);

/** What people call a well-known message; its fields say nothing to them. */
function wellKnown({ name, fields }: ProtobufMessage, { params }: Meta): string | undefined {
  if (name === 'confluent.type.Decimal') return decimalName(params);
  const [value] = fields;
  if (/^google\.protobuf\.\w+Value$/.test(name) && value?.type.kind === 'scalar') return value.type.scalar;
  return wellKnownNames.get(name);
}

function decimalName(params: Meta['params']): string {
  const [precision, scale = '0'] = [params.get('precision'), params.get('scale')];
  return precision === undefined ? 'decimal' : `decimal(${precision}, ${scale})`;
}

function defaultJson(value: OptionValue, type: ProtobufType): string {
  if (value.kind === 'string') return JSON.stringify(value.text);
  if (value.kind === 'identifier') return type.kind === 'enum' ? JSON.stringify(value.name) : value.name;
  return value.kind === 'number' ? value.text : '';
}
