import type { RegisteredSchema } from '../operators/topology.ts';
import type { Column, SerdeInfo } from '../plan/physical-plan.ts';
import { avroOfSqlSchema } from './avro-schema.ts';
import { jsonSchemaOfSql } from './json-schema.ts';
import { isUnwrapped } from './serde-spec.ts';

/** The schema that a sink's side registers; null for formats that register none, and where the statement names a registered one. */
export function registeredSchema(side: {
  readonly serde: SerdeInfo;
  readonly columns: readonly Column[];
  readonly isKey: boolean;
}): RegisteredSchema | null {
  const { serde, columns } = side;
  if (serde.properties['schemaId'] !== undefined || (columns.length === 0 && side.isKey)) return null;
  const unwrapped = isUnwrapped(side);
  if (serde.format === 'JSON_SR') return { schemaType: 'JSON', schema: jsonSchemaOfSql(columns, { unwrapped }) };
  if (serde.format !== 'AVRO') return null;
  const fullName = serde.properties['fullSchemaName'];
  return { schemaType: 'AVRO', schema: avroOfSqlSchema(columns, { unwrapped, fullName }) };
}
