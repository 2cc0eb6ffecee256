import { sqlError } from '../syntax/sql-error.ts';
import { formatColumns } from '../syntax/format-columns.ts';
import { sameType } from '../types/format-type.ts';
import type { Column } from '../plan/physical-plan.ts';
import { inferColumns } from './infer-columns.ts';
import type { DataSource } from './metastore.ts';
import type { SchemaLookup } from './schema-catalog.ts';
import type { Side } from './serde.ts';

/** A sink that is to write with a given schema id must have the columns of that schema, in their order. */
export function refuseIncompatibleSchema(sink: DataSource, schemas: SchemaLookup): void {
  check('key', sink, schemas);
  check('value', sink, schemas);
}

function check(side: Side, sink: DataSource, schemas: SchemaLookup): void {
  const serde = side === 'key' ? sink.keySerde : sink.valueSerde;
  const id = serde.properties['schemaId'];
  if (id === undefined) return;
  const unwrapped = serde.features.includes('UNWRAP_SINGLES');
  const own = sink.schema[side];
  const registered = inferColumns(
    { side, format: serde.format, topic: sink.topic, schemaId: Number(id), unwrapped },
    schemas,
  );
  const changed = own.filter((column, i) => !isSame(column, registered[i], unwrapped));
  if (changed.length === 0) return;
  throw sqlError(
    'plan',
    `The following ${side} columns are changed, missing or reordered: [${formatColumns(changed, side)}]. Schema from schema registry is [${formatColumns(registered, side)}]`,
  );
}

/** The name of an unwrapped column is not in the schema. */
function isSame(column: Column, registered: Column | undefined, unwrapped: boolean): boolean {
  if (registered === undefined || !sameType(column.type, registered.type)) return false;
  return unwrapped || column.name === registered.name;
}
