import type { Format } from '../plan/physical-plan.ts';
import { nearest } from '../syntax/nearest.ts';
import { sqlError } from '../syntax/sql-error.ts';

/** What a format can do. */
export interface FormatTraits {
  /** Its schemas live in a registry, and columns can be inferred from there. */
  readonly registry: boolean;
  /** A single column may be a record of one field (`wrap`) or the bare value (`unwrap`). */
  readonly wrap: boolean;
  readonly unwrap: boolean;
  /** Properties that it takes, by their plan names. */
  readonly properties: readonly string[];
}

export const FORMATS: Readonly<Record<Format, FormatTraits>> = {
  JSON: { registry: false, wrap: true, unwrap: true, properties: [] },
  JSON_SR: { registry: true, wrap: true, unwrap: true, properties: ['fullSchemaName', 'schemaId'] },
  AVRO: { registry: true, wrap: true, unwrap: true, properties: ['fullSchemaName', 'schemaId'] },
  PROTOBUF: {
    registry: true,
    wrap: true,
    unwrap: false,
    properties: ['fullSchemaName', 'schemaId', 'nullableRepresentation', 'unwrapPrimitives'],
  },
  PROTOBUF_NOSR: {
    registry: false,
    wrap: true,
    unwrap: false,
    properties: ['nullableRepresentation', 'unwrapPrimitives'],
  },
  DELIMITED: { registry: false, wrap: false, unwrap: true, properties: ['delimiter'] },
  KAFKA: { registry: false, wrap: false, unwrap: true, properties: [] },
  NONE: { registry: false, wrap: false, unwrap: false, properties: [] },
};

export function parseFormat(text: string): Format {
  const upper = text.toUpperCase();
  if (isFormat(upper)) return upper;
  const near = nearest(upper, Object.keys(FORMATS));
  throw sqlError('plan', `Unknown format: ${upper}${near === null ? '' : `\nDid you mean ${near}?`}`);
}

function isFormat(text: string): text is Format {
  return text in FORMATS;
}
