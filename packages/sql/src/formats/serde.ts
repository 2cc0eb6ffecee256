import type { SerdeInfo } from '../plan/physical-plan.ts';
import { avroDecoder, avroEncoder } from './avro.ts';
import { delimitedDecoder, delimitedEncoder } from './delimited.ts';
import { fieldsReader, fieldsWriter, jsonReader, jsonWriter } from './json.ts';
import { FormatError, JsonScanner } from './json-scanner.ts';
import { kafkaDecoder, kafkaEncoder } from './kafka.ts';
import { isUnwrapped, schemaIdOf, type SerdeSpec, sinkSchemaId } from './serde-spec.ts';
import { decodeText, encodeText } from './utf8.ts';

/** The columns of a row; null where there is none (a tombstone, a null key). @throws FormatError */
export type RowDecoder = (bytes: Uint8Array | null) => unknown[] | null;
export type RowEncoder = (row: readonly unknown[] | null) => Uint8Array | null;

function delimiterOf(serde: SerdeInfo): string {
  return serde.properties['delimiter'] ?? ',';
}

function jsonDecoder(spec: SerdeSpec, wanted: readonly boolean[]): (text: string) => unknown[] | null {
  const [only] = spec.columns;
  if (only !== undefined && isUnwrapped(spec)) {
    const read = jsonReader(only.type);
    return (text) => {
      const scanner = new JsonScanner(text);
      const value = read(scanner);
      scanner.end();
      return value === null && spec.isKey ? null : [value];
    };
  }
  const read = fieldsReader(
    spec.columns.map((column, i) => ({ name: column.name, type: wanted[i] === false ? null : column.type })),
  );
  return (text) => {
    const scanner = new JsonScanner(text);
    if (scanner.peek() === 'n') {
      scanner.word('null');
      scanner.end();
      return null;
    }
    const row = read(scanner);
    scanner.end();
    return row;
  };
}

function jsonEncoder(spec: SerdeSpec): (row: readonly unknown[]) => Uint8Array | null {
  const [only] = spec.columns;
  if (only === undefined || !isUnwrapped(spec)) {
    const write = fieldsWriter(spec.columns);
    return (row) => encodeText(write(row));
  }
  const write = jsonWriter(only.type);
  return ([value = null]) => (value === null ? null : encodeText(write(value)));
}

function notNull(decode: (bytes: Uint8Array) => unknown[] | null): RowDecoder {
  return (bytes) => (bytes === null ? null : decode(bytes));
}

const JSON_SR_HEADER = 5;

/** Makes the decoder of a side. Columns not wanted may be null in what it gives; absent means all are wanted. */
export function rowDecoder(spec: SerdeSpec, wanted: readonly boolean[] = []): RowDecoder {
  switch (spec.serde.format) {
    case 'JSON': {
      const decode = jsonDecoder(spec, wanted);
      return notNull((bytes) => decode(decodeText(bytes)));
    }
    case 'JSON_SR': {
      const decode = jsonDecoder(spec, wanted);
      return notNull((bytes) =>
        decode(decodeText(bytes.subarray(schemaIdOf(bytes) === undefined ? 0 : JSON_SR_HEADER))),
      );
    }
    case 'DELIMITED': {
      const decode = delimitedDecoder(spec.columns, delimiterOf(spec.serde));
      return notNull((bytes) => decode(decodeText(bytes)));
    }
    case 'KAFKA': {
      const [only] = spec.columns;
      if (only === undefined) return notNull(() => []);
      const decode = kafkaDecoder(only.type);
      return notNull((bytes) => [decode(bytes)]);
    }
    case 'AVRO':
      return notNull(avroDecoder(spec, wanted));
    case 'NONE':
      return notNull(() => []);
    case 'PROTOBUF':
    case 'PROTOBUF_NOSR':
      throw new FormatError(`The format ${spec.serde.format} cannot be read yet`);
  }
}

function present(encode: (row: readonly unknown[]) => Uint8Array | null): RowEncoder {
  return (row) => (row === null ? null : encode(row));
}

export function rowEncoder(spec: SerdeSpec): RowEncoder {
  switch (spec.serde.format) {
    case 'JSON':
      return present(jsonEncoder(spec));
    case 'JSON_SR': {
      const encode = jsonEncoder(spec);
      return present((row) => framed(spec, encode(row)));
    }
    case 'DELIMITED': {
      const encode = delimitedEncoder(spec.columns, delimiterOf(spec.serde));
      return present((row) => (row.length === 1 && row[0] === null ? null : encodeText(encode(row))));
    }
    case 'KAFKA': {
      const [only] = spec.columns;
      if (only === undefined) return () => null;
      const encode = kafkaEncoder(only.type);
      return present(([value = null]) => (value === null ? null : encode(value)));
    }
    case 'AVRO':
      return present(avroEncoder(spec));
    case 'NONE':
      return () => null;
    case 'PROTOBUF':
    case 'PROTOBUF_NOSR':
      throw new FormatError(`The format ${spec.serde.format} cannot be written yet`);
  }
}

function framed(spec: SerdeSpec, payload: Uint8Array | null): Uint8Array | null {
  if (payload === null) return null;
  const bytes = new Uint8Array(JSON_SR_HEADER + payload.length);
  new DataView(bytes.buffer).setUint32(1, sinkSchemaId(spec));
  bytes.set(payload, JSON_SR_HEADER);
  return bytes;
}
