import {
  type AvroSchema,
  compileColumnDecoder,
  compileColumnEncoder,
  ByteWriter,
  frameSize,
  framedId,
  parseAvro,
  writeFrame,
} from '@millrace/schema';
import { branchFor } from '../formats/avro-values.ts';
import { FormatError, type Json, plainText } from '../formats/json-scanner.ts';
import type { SchemaLookup } from '../operators/topology.ts';
import { base64ToBytes } from '../types/bytes.ts';
import { Decimal } from '../types/decimal.ts';
import { parseLong } from '../types/integer.ts';
import { Double } from './compare.ts';
import { isMapEntry } from '../formats/avro-schema.ts';

/** A value of a test file as Avro's column encoder takes it: names without regard to case, unknown fields left out. */
function fromJson(json: Json | undefined, type: AvroSchema): unknown {
  const schema = branchFor(type);
  if (json === undefined || json === null) return null;
  switch (schema.kind) {
    case 'record': {
      if (!(json instanceof Map)) throw new FormatError(`an object is expected for ${schema.name}`);
      const byName = new Map([...json].map(([name, value]) => [name.toUpperCase(), value]));
      return schema.fields.map((field) => fromJson(byName.get(field.name.toUpperCase()), field.type));
    }
    case 'array':
      if (json instanceof Map && isMapEntry(schema.items)) {
        const [key, value] = schema.items.fields;
        return [...json].map(([k, v]) => [key && fromJson(k, key.type), value && fromJson(v, value.type)]);
      }
      return (json as Json[]).map((item) => fromJson(item, schema.items));
    case 'map':
      return new Map([...(json as Map<string, Json>)].map(([name, value]) => [name, fromJson(value, schema.values)]));
    case 'bytes':
    case 'fixed':
      if (schema.logical?.kind === 'decimal') return Decimal.parse(plainText(json));
      return base64ToBytes(plainText(json));
    case 'string':
    case 'enum':
      return plainText(json);
    case 'boolean':
      return json;
    case 'null':
    case 'union':
      return json;
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      if (json instanceof Decimal) return json.toNumber();
      return typeof json === 'string' ? (parseLong(json) ?? Number(json)) : json;
  }
}

/** Frames a value of a test file with the schema of an id. */
export function encodeAvroJson(json: Json, id: number, schemas: SchemaLookup): Uint8Array {
  const schema = parseAvro(schemas.byId(id)?.schema ?? '"null"');
  const unscaled = (value: unknown, scale: number): bigint => (value as Decimal).setScale(scale).unscaled;
  const out = new ByteWriter();
  writeFrame(id, out);
  const value = fromJson(json, schema);
  compileColumnEncoder(schema, { unscaled })(schema.kind === 'record' ? (value as unknown[]) : [value], out);
  return out.slice();
}

function toJson(value: unknown, type: AvroSchema): Json | Double {
  const schema = branchFor(type);
  if (value === null || value === undefined) return null;
  switch (schema.kind) {
    case 'record':
      return new Map(
        schema.fields.map((field, i) => [field.name, toJson((value as unknown[])[i], field.type) as Json]),
      );
    case 'array':
      if (isMapEntry(schema.items)) {
        const items = schema.items;
        return new Map(
          (value as unknown[][]).map(([k, v]) => [String(k), toJson(v, items.fields[1]?.type ?? items) as Json]),
        );
      }
      return (value as unknown[]).map((item) => toJson(item, schema.items) as Json);
    case 'map':
      return new Map(
        [...(value as Map<string, unknown>)].map(([name, item]) => [name, toJson(item, schema.values) as Json]),
      );
    case 'float':
    case 'double':
      return new Double(value as number);
    default:
      return value as Json;
  }
}

/** Reads framed Avro into the form of a test file. */
export function decodeAvroJson(bytes: Uint8Array, schemas: SchemaLookup): Json | Double {
  const schema = parseAvro(schemas.byId(framedId(bytes) ?? -1)?.schema ?? '"null"');
  const names = schema.kind === 'record' ? schema.fields.map((field) => field.name) : ['value'];
  const decimal = (unscaled: bigint, scale: number): Decimal => new Decimal(unscaled, scale);
  const values = compileColumnDecoder(schema, names, { decimal })(bytes, frameSize);
  return toJson(schema.kind === 'record' ? values : values[0], schema);
}
