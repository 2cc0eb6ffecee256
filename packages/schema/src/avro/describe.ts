import type { SchemaField } from '../fields.ts';
import { printJson } from '../json.ts';
import {
  isPrimitive,
  type Attributes,
  type AvroField,
  type AvroRecord,
  type AvroSchema,
  type LogicalType,
} from './schema.ts';

/** A type used in many places is shown in each; this many fields end the tree of a schema that would grow without bound. */
const fieldsMax = 5_000;

type Notes = Pick<SchemaField, 'record' | 'default' | 'doc' | 'tags'>;

interface Walk {
  /** The records that lead here: one that lies in itself is named, not opened again. */
  readonly inside: readonly AvroRecord[];
  readonly budget: { left: number };
}

/** The fields of a record as a tree for people. A schema that is not a record is one field without a name's meaning: `value`. */
export function describeFields(schema: AvroSchema): readonly SchemaField[] {
  const walk: Walk = { inside: [], budget: { left: fieldsMax } };
  const { type } = bare(schema);
  if (type.kind === 'record') return fieldsOf(type, '', walk);
  return [describe('value', 'value', schema, { tags: [] }, walk)];
}

function fieldsOf(record: AvroRecord, prefix: string, walk: Walk): readonly SchemaField[] {
  const inner = { ...walk, inside: [...walk.inside, record] };
  const fields: SchemaField[] = [];
  for (const field of record.fields) {
    if (walk.budget.left-- <= 0) break;
    const notes = { record: record.name, ...notesOf(field) };
    fields.push(describe(field.name, `${prefix}${field.name}`, field.type, notes, inner));
  }
  return fields;
}

function describe(name: string, path: string, schema: AvroSchema, notes: Notes, walk: Walk): SchemaField {
  const { type, nullable } = bare(schema);
  const record = recordInside(type);
  const open = record !== undefined && !walk.inside.includes(record);
  const fields = open ? fieldsOf(record, `${path}.`, walk) : undefined;
  const tags = [...new Set([...notes.tags, ...tagsInside(type)])];
  return { name, path, type: typeName(type), nullable, ...notes, tags, ...(fields === undefined ? {} : { fields }) };
}

/** A field is tagged by its type as well, and by that of its items. */
function tagsInside(type: AvroSchema): readonly string[] {
  if (type.kind === 'union') return [];
  const own = tagsOf(type.attributes);
  if (type.kind === 'array') return [...own, ...tagsInside(bare(type.items).type)];
  return type.kind === 'map' ? [...own, ...tagsInside(bare(type.values).type)] : own;
}

/** The type without the null of a nullable union. */
function bare(schema: AvroSchema): { readonly type: AvroSchema; readonly nullable: boolean } {
  if (schema.kind !== 'union') return { type: schema, nullable: schema.kind === 'null' };
  const others = schema.branches.filter((branch) => branch.kind !== 'null');
  const nullable = others.length < schema.branches.length;
  const [only] = others;
  return { type: others.length === 1 && only !== undefined ? only : { kind: 'union', branches: others }, nullable };
}

function recordInside(type: AvroSchema): AvroRecord | undefined {
  if (type.kind === 'record') return type;
  if (type.kind === 'array') return recordInside(bare(type.items).type);
  return type.kind === 'map' ? recordInside(bare(type.values).type) : undefined;
}

function typeName(schema: AvroSchema): string {
  const { type } = bare(schema);
  if (isPrimitive(type)) return type.logical === undefined ? type.kind : logicalName(type.logical);
  switch (type.kind) {
    case 'array':
      return `array of ${typeName(type.items)}`;
    case 'map':
      return `map of ${typeName(type.values)}`;
    case 'union':
      return type.branches.length === 0 ? 'null' : `one of ${type.branches.map(typeName).join(', ')}`;
    case 'record':
      return 'record';
    case 'enum':
      return `enum ${type.symbols.join(' | ')}`;
    case 'fixed':
      return type.logical === undefined ? `fixed of ${type.size} bytes` : logicalName(type.logical);
  }
}

function logicalName(logical: LogicalType): string {
  if (logical.kind === 'decimal') return `decimal(${logical.precision}, ${logical.scale})`;
  return logical.kind === 'moment' ? logical.of.replace('-', ' ') : logical.kind.replace('-', ' ');
}

function notesOf(field: AvroField): Notes {
  return {
    ...(field.default === undefined ? {} : { default: printJson(field.default.json) }),
    ...(field.doc === undefined ? {} : { doc: field.doc }),
    tags: tagsOf(field.attributes),
  };
}

/** The tags that Confluent's registry keeps with a field. */
export function tagsOf(attributes: Attributes): readonly string[] {
  const tags = attributes['confluent:tags'];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}
