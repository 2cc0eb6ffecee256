import type { AvroSchema } from '@millrace/schema';
import { converter } from '../expressions/cast.ts';
import { sameType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { isMapEntry, sqlTypeOfAvro } from './avro-schema.ts';
import { FormatError } from './json-scanner.ts';

/** Turns a value that is not null from one form into another; null: they are the same. */
export type Convert = ((value: never) => unknown) | null;

function lifted(convert: Convert): (value: unknown) => unknown {
  return convert === null ? (value) => value : (value) => (value === null ? null : convert(value as never));
}

export function branchFor(schema: AvroSchema): AvroSchema {
  if (schema.kind !== 'union') return schema;
  return schema.branches.find((branch) => branch.kind !== 'null') ?? schema;
}

type RecordSchema = Extract<AvroSchema, { kind: 'record' }>;

/** The field of a name, else the one that differs only in case. */
export function fieldIndex(record: RecordSchema, name: string): number {
  const exact = record.fields.findIndex((field) => field.name === name);
  return exact >= 0 ? exact : record.fields.findIndex((field) => field.name.toUpperCase() === name.toUpperCase());
}

function readStruct(record: RecordSchema, fields: Extract<SqlType, { kind: 'STRUCT' }>['fields']): Convert {
  const indices = fields.map((field) => fieldIndex(record, field.name));
  const converts = fields.map((field, i) => {
    const source = record.fields[indices[i] ?? -1];
    return source === undefined ? null : fromAvro(source.type, field.type);
  });
  if (
    indices.every((index, i) => index === i) &&
    record.fields.length === fields.length &&
    converts.every((each) => each === null)
  ) {
    return null;
  }
  const lifts = converts.map(lifted);
  return (values: unknown[]) => lifts.map((lift, i) => lift(values[indices[i] ?? -1] ?? null));
}

function readMap(schema: AvroSchema, type: Extract<SqlType, { kind: 'MAP' }>): Convert | undefined {
  if (schema.kind === 'map') {
    const value = fromAvro(schema.values, type.value);
    if (value === null) return null;
    return (map: Map<unknown, unknown>) => new Map([...map].map(([k, v]) => [k, lifted(value)(v)]));
  }
  if (schema.kind !== 'array' || !isMapEntry(schema.items)) return undefined;
  const [key, value] = schema.items.fields;
  const readKey = lifted(key === undefined ? null : fromAvro(key.type, type.key));
  const readValue = lifted(value === undefined ? null : fromAvro(value.type, type.value));
  return (entries: unknown[][]) => new Map(entries.map(([k = null, v = null]) => [readKey(k), readValue(v)]));
}

/** How a value as Avro's column decoder gives it becomes one of a SQL type. @throws FormatError where it cannot. */
export function fromAvro(schema: AvroSchema, type: SqlType): Convert {
  const branch = branchFor(schema);
  if (type.kind === 'STRUCT' && branch.kind === 'record') return readStruct(branch, type.fields);
  if (type.kind === 'ARRAY' && branch.kind === 'array') {
    const item = fromAvro(branch.items, type.element);
    return item === null ? null : (items: unknown[]) => items.map(lifted(item));
  }
  if (type.kind === 'MAP') {
    const convert = readMap(branch, type);
    if (convert !== undefined) return convert;
  }
  const natural = sqlTypeOfAvro(branch);
  if (natural === undefined) throw new FormatError(`Avro's ${branch.kind} cannot be read as ${type.kind}`);
  if (sameType(natural, type)) return null;
  if (
    (natural.kind === 'INTEGER' || natural.kind === 'BIGINT') &&
    (type.kind === 'DATE' || type.kind === 'TIME' || type.kind === 'TIMESTAMP')
  )
    return null;
  const convert = converter(natural, type);
  if (convert === undefined) throw new FormatError(`Avro's ${branch.kind} cannot be read as ${type.kind}`);
  return convert;
}

/** How a SQL value becomes one that Avro's column encoder takes for a schema. */
export function toAvro(type: SqlType, schema: AvroSchema): Convert {
  const branch = branchFor(schema);
  switch (type.kind) {
    case 'STRUCT':
      return branch.kind === 'record' ? writeRecord(type.fields, branch) : null;
    case 'ARRAY': {
      const item = branch.kind === 'array' ? toAvro(type.element, branch.items) : null;
      return item === null ? null : (items: unknown[]) => items.map(lifted(item));
    }
    case 'MAP':
      return writeMap(type, branch);
    default: {
      const natural = sqlTypeOfAvro(branch);
      return natural === undefined || sameType(natural, type) ? null : (converter(type, natural) ?? null);
    }
  }
}

function writeMap(type: Extract<SqlType, { kind: 'MAP' }>, schema: AvroSchema): Convert {
  if (schema.kind === 'map') {
    const value = toAvro(type.value, schema.values);
    return value === null
      ? null
      : (map: Map<unknown, unknown>) => new Map([...map].map(([k, v]) => [k, lifted(value)(v)]));
  }
  if (schema.kind !== 'array' || schema.items.kind !== 'record') return null;
  const [key, value] = schema.items.fields;
  const writeKey = lifted(key === undefined ? null : toAvro(type.key, key.type));
  const writeValue = lifted(value === undefined ? null : toAvro(type.value, value.type));
  return (map: Map<unknown, unknown>) => [...map].map(([k, v]) => [writeKey(k), writeValue(v)]);
}

/** A plain default of a field, for what the columns do not fill. */
function defaultOf(json: unknown): unknown {
  return json === null || typeof json !== 'object' ? json : null;
}

/** Puts the values of columns into the order of a record's fields; fields without a column get their defaults. */
export function writeRecord(
  columns: readonly { readonly name: string; readonly type: SqlType }[],
  record: RecordSchema,
): Convert {
  const parts = record.fields.map((field) => {
    const exact = columns.findIndex((column) => column.name === field.name);
    const index =
      exact >= 0 ? exact : columns.findIndex((column) => column.name.toUpperCase() === field.name.toUpperCase());
    const column = columns[index];
    const absent = field.default === undefined ? null : defaultOf(field.default.json);
    return { index, absent, write: lifted(column === undefined ? null : toAvro(column.type, field.type)) };
  });
  return (row: readonly unknown[]) =>
    parts.map(({ index, absent, write }) => (index < 0 ? absent : (write(row[index] ?? null) ?? absent)));
}
