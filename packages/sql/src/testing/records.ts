import { frame, frameSize } from '@millrace/schema';
import type { DataSource } from '../analysis/metastore.ts';
import type { Cluster, TopicRecord } from '../driver/cluster.ts';
import { FormatError, type Json, parseJson, plainText, printJson } from '../formats/json-scanner.ts';
import { kafkaDecoder, kafkaEncoder } from '../formats/kafka.ts';
import { subjectOf } from '../formats/serde-spec.ts';
import { decodeText, encodeText } from '../formats/utf8.ts';
import { readWindow, windowBytes, writeWindow } from '../formats/window-key.ts';
import type { RecordHeader } from '../operators/topology.ts';
import type { Column, SerdeInfo } from '../plan/physical-plan.ts';
import { base64ToBytes } from '../types/bytes.ts';
import { Decimal } from '../types/decimal.ts';
import { decodeAvroJson, encodeAvroJson } from './avro-json.ts';
import { type JsonObject, objectsOf, textOf } from './case-file.ts';
import { type Actual, Double } from './compare.ts';

interface Side {
  readonly serde: SerdeInfo;
  readonly columns: readonly Column[];
  readonly subject: string;
}

function sideOf(source: DataSource, isKey: boolean): Side {
  const columns = (isKey ? source.schema.key : source.schema.value).filter((column) => column.headers === undefined);
  return { serde: isKey ? source.keySerde : source.valueSerde, columns, subject: subjectOf(source.topic, isKey) };
}

function encode(json: Json | undefined, { serde, columns, subject }: Side, cluster: Cluster): Uint8Array | null {
  if (json === undefined || json === null) return null;
  switch (serde.format) {
    case 'JSON':
      return encodeText(printJson(json));
    case 'DELIMITED':
      return encodeText(plainText(json));
    case 'KAFKA': {
      const [column] = columns;
      if (column === undefined) return encodeText(plainText(json));
      if (column.type.kind === 'BYTES') return encodeText(plainText(json));
      return kafkaEncoder(column.type)(json instanceof Decimal ? json.toNumber() : json);
    }
    case 'AVRO': {
      const id = serde.properties['schemaId'] ?? cluster.idOf(subject);
      if (id === undefined) throw new FormatError(`no schema of ${subject}`);
      return encodeAvroJson(json, Number(id), cluster);
    }
    case 'JSON_SR': {
      const id = serde.properties['schemaId'] ?? cluster.idOf(subject);
      if (id === undefined) throw new FormatError(`no schema of ${subject}`);
      return frame(Number(id), encodeText(printJson(json)));
    }
    case 'NONE':
      return null;
    case 'PROTOBUF':
    case 'PROTOBUF_NOSR':
      throw new FormatError(`The format ${serde.format} cannot be written yet`);
  }
}

function decode(bytes: Uint8Array | null, { serde, columns }: Side, cluster: Cluster): Actual {
  if (bytes === null) return null;
  switch (serde.format) {
    case 'JSON':
      return parseJson(decodeText(bytes));
    case 'DELIMITED':
      return decodeText(bytes);
    case 'KAFKA': {
      const [column] = columns;
      if (column === undefined) return decodeText(bytes);
      const value = kafkaDecoder(column.type)(bytes);
      if (column.type.kind === 'BYTES') return decodeText(bytes);
      return column.type.kind === 'DOUBLE' ? new Double(value as number) : (value as Actual);
    }
    case 'AVRO':
      return decodeAvroJson(bytes, cluster);
    case 'JSON_SR':
      return parseJson(decodeText(bytes.subarray(frameSize)));
    case 'NONE':
      return null;
    case 'PROTOBUF':
    case 'PROTOBUF_NOSR':
      throw new FormatError(`The format ${serde.format} cannot be read yet`);
  }
}

export function headersOf(json: Json | undefined): RecordHeader[] {
  return objectsOf(json).map((header) => {
    const value = textOf(header.get('VALUE'));
    return [textOf(header.get('KEY')) ?? '', value === undefined ? null : base64ToBytes(value)];
  });
}

/** An input of a test file as the record that its topic gets. */
export function encodeRecord(input: JsonObject, source: DataSource | undefined, cluster: Cluster): TopicRecord {
  const timestamp = Number(input.get('timestamp') ?? 0);
  const headers = headersOf(input.get('headers'));
  if (source === undefined) return { key: null, value: null, timestamp, headers };
  const key = encode(input.get('key'), sideOf(source, true), cluster);
  const value = encode(input.get('value'), sideOf(source, false), cluster);
  const window = input.get('window');
  if (!(window instanceof Map) || key === null) return { key, value, timestamp, headers };
  const session = textOf(window.get('type'))?.toUpperCase() === 'SESSION';
  const bounds = { start: Number(window.get('start')), end: Number(window.get('end')) };
  return {
    key: writeWindow(key, bounds, { type: session ? 'SESSION' : 'TUMBLING', sizeMs: null }),
    value,
    timestamp,
    headers,
  };
}

export interface DecodedRecord {
  readonly key: Actual;
  readonly value: Actual;
  readonly window: { readonly start: number; readonly end: number; readonly type: 'TIME' | 'SESSION' } | null;
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
}

/** A record of a topic as a test file would write it. */
export function decodeRecord(record: TopicRecord, source: DataSource, cluster: Cluster): DecodedRecord {
  const { window: info } = source;
  const windowed = info !== null && record.key !== null;
  const bounds = windowed ? readWindow(record.key, info) : null;
  const keyBytes = windowed ? record.key.subarray(0, record.key.length - windowBytes(info)) : record.key;
  return {
    key: decode(keyBytes, sideOf(source, true), cluster),
    value: decode(record.value, sideOf(source, false), cluster),
    window: bounds === null ? null : { ...bounds, type: info?.type === 'SESSION' ? 'SESSION' : 'TIME' },
    timestamp: record.timestamp,
    headers: record.headers,
  };
}
