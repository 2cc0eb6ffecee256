import {
  type AvroSchema,
  ByteWriter,
  compileColumnDecoder,
  compileColumnEncoder,
  frameSize,
  framedId,
  parseAvro,
  writeFrame,
} from '@millrace/schema';
import type { Column } from '../plan/physical-plan.ts';
import { Decimal } from '../types/decimal.ts';
import { fieldIndex, fromAvro, toAvro, writeRecord } from './avro-values.ts';
import { FormatError } from './json-scanner.ts';
import { copyFirst } from './slab.ts';
import { isUnwrapped, sinkSchemaId } from './serde-spec.ts';
import type { SerdeSpec } from './serde-spec.ts';

type Decode = (bytes: Uint8Array) => unknown[] | null;

const decimal = (unscaled: bigint, scale: number): Decimal => new Decimal(unscaled, scale);
const unscaled = (value: unknown, scale: number): bigint => (value as Decimal).setScale(scale).unscaled;

function singleDecoder(writer: AvroSchema, column: Column, isKey: boolean): Decode {
  const convert = fromAvro(writer, column.type);
  // A record is asked for by its fields, any other type by a name that is not looked at.
  const names = writer.kind === 'record' ? writer.fields.map((field) => field.name) : ['value'];
  const decode = compileColumnDecoder(writer, names, { decimal });
  return (bytes) => {
    const values = decode(bytes, frameSize);
    const value = writer.kind === 'record' ? values : (values[0] ?? null);
    if (value === null) return isKey ? null : [null];
    return [convert === null ? value : convert(value as never)];
  };
}

function recordDecoder(writer: AvroSchema, columns: readonly Column[], wanted: readonly boolean[]): Decode {
  if (writer.kind !== 'record') throw new FormatError(`Avro's ${writer.kind} cannot be read as columns`);
  const fields = columns.map((column, i) =>
    wanted[i] === false ? undefined : writer.fields[fieldIndex(writer, column.name)],
  );
  const decode = compileColumnDecoder(
    writer,
    fields.map((field) => field?.name ?? ''),
    { decimal },
  );
  const converts = columns.flatMap((column, i) => {
    const field = fields[i];
    const convert = field === undefined ? null : fromAvro(field.type, column.type);
    return convert === null ? [] : [[i, convert] as const];
  });
  if (converts.length === 0) return (bytes) => decode(bytes, frameSize);
  return (bytes) => {
    const row = decode(bytes, frameSize);
    for (const [i, convert] of converts) if (row[i] !== null) row[i] = convert(row[i] as never);
    return row;
  };
}

/** Reads framed Avro with the schema that each record names; a decoder is compiled once for each schema. */
export function avroDecoder(spec: SerdeSpec, wanted: readonly boolean[]): Decode {
  const decoders = new Map<number, Decode>();
  const compile = (id: number): Decode => {
    const registered = spec.schemas.byId(id);
    if (registered === undefined) throw new FormatError(`There is no schema with the id ${id}`);
    const writer = parseAvro(registered.schema);
    const [only] = spec.columns;
    const single = only !== undefined && isUnwrapped(spec);
    return single ? singleDecoder(writer, only, spec.isKey) : recordDecoder(writer, spec.columns, wanted);
  };
  let lastId = -1;
  let last: Decode = () => null;
  return (bytes) => {
    const id = framedId(bytes);
    if (id === undefined) throw new FormatError('The bytes do not begin with the id of a schema');
    if (id !== lastId) {
      last = decoders.get(id) ?? compile(id);
      decoders.set(id, last);
      lastId = id;
    }
    return last(bytes);
  };
}

/** Writes framed Avro with the schema that is registered for the sink. It is looked up when the first row is written. */
export function avroEncoder(spec: SerdeSpec): (row: readonly unknown[]) => Uint8Array | null {
  let encode: ((row: readonly unknown[]) => Uint8Array | null) | undefined;
  return (row) => {
    encode ??= compileEncoder(spec);
    return encode(row);
  };
}

function compileEncoder(spec: SerdeSpec): (row: readonly unknown[]) => Uint8Array | null {
  const id = sinkSchemaId(spec);
  const registered = spec.schemas.byId(id);
  if (registered === undefined) throw new FormatError(`There is no schema with the id ${id}`);
  const schema = parseAvro(registered.schema);
  const out = new ByteWriter();
  const write = compileColumnEncoder(schema, { unscaled });
  const finish = (values: readonly unknown[]): Uint8Array => {
    out.position = 0;
    writeFrame(id, out);
    write(values, out);
    return copyFirst(out.bytes, out.position);
  };
  const [only] = spec.columns;
  if (only !== undefined && isUnwrapped(spec)) {
    const convert = toAvro(only.type, schema);
    return ([value = null]) => {
      if (value === null) return null;
      const converted = convert === null ? value : convert(value as never);
      return finish(schema.kind === 'record' ? (converted as unknown[]) : [converted]);
    };
  }
  if (schema.kind !== 'record') throw new FormatError(`Columns cannot be written as Avro's ${schema.kind}`);
  if (isStraight(spec.columns, schema)) return finish;
  const arrange = writeRecord(spec.columns, schema);
  return arrange === null ? finish : (row) => finish(arrange(row as never) as unknown[]);
}

/** The columns are the fields, in order, and no value changes its form. */
function isStraight(columns: readonly Column[], schema: Extract<AvroSchema, { kind: 'record' }>): boolean {
  return (
    schema.fields.length === columns.length &&
    schema.fields.every((field, i) => {
      const column = columns[i];
      return column?.name === field.name && toAvro(column.type, field.type) === null && field.default?.json === null;
    })
  );
}
