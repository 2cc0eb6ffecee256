import type { SchemaLookup } from '../operators/topology.ts';
import type { Column, SerdeInfo } from '../plan/physical-plan.ts';
import { FormatError } from './json-scanner.ts';

/** One side, key or value, of the records of a topic. */
export interface SerdeSpec {
  readonly serde: SerdeInfo;
  readonly columns: readonly Column[];
  readonly isKey: boolean;
  readonly topic: string;
  readonly schemas: SchemaLookup;
}

/** Whether a single column stands as a bare value, not as a record of one field. */
export function isUnwrapped(spec: Pick<SerdeSpec, 'serde' | 'columns' | 'isKey'>): boolean {
  if (spec.columns.length !== 1) return false;
  const { features, format } = spec.serde;
  if (features.includes('UNWRAP_SINGLES')) return true;
  if (features.includes('WRAP_SINGLES') || format.startsWith('PROTOBUF')) return false;
  return spec.isKey;
}

export function subjectOf(topic: string, isKey: boolean): string {
  return `${topic}-${isKey ? 'key' : 'value'}`;
}

/** The id of a framed payload (magic byte 0, then four bytes); undefined where the bytes are not framed. */
export function schemaIdOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < 5 || bytes[0] !== 0) return undefined;
  return (((bytes[1] ?? 0) << 24) | ((bytes[2] ?? 0) << 16) | ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0)) >>> 0;
}

/** Formats whose payloads begin with the id of a registered schema. */
export function isFramed(serde: SerdeInfo): boolean {
  return serde.format === 'AVRO' || serde.format === 'PROTOBUF' || serde.format === 'JSON_SR';
}

/** The registered schema that a sink writes with. @throws FormatError when its subject has none. */
export function sinkSchemaId(spec: SerdeSpec): number {
  const given = spec.serde.properties['schemaId'];
  const id = given === undefined ? spec.schemas.idOf(subjectOf(spec.topic, spec.isKey)) : Number(given);
  if (id === undefined) throw new FormatError(`There is no schema of the subject ${subjectOf(spec.topic, spec.isKey)}`);
  return id;
}
