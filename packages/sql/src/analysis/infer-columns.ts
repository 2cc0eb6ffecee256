import { MillraceError } from '@millrace/base';
import { parseAvro } from '@millrace/schema';
import { sqlTypeOfAvro } from '../formats/avro-schema.ts';
import { sqlTypeOfJsonSchema } from '../formats/json-schema.ts';
import type { Column, Format } from '../plan/physical-plan.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { RegisteredSchema, SchemaLookup } from './schema-catalog.ts';
import type { Side } from './serde.ts';

export interface Inference {
  readonly side: Side;
  readonly format: Format;
  readonly topic: string;
  /** KEY_SCHEMA_ID or VALUE_SCHEMA_ID; null: the latest of the topic's subject. */
  readonly schemaId: number | null;
  /** The whole value is one column: WRAP_SINGLE_VALUE is false. Keys always are, but for Protobuf. */
  readonly unwrapped: boolean;
}

/**
 * The columns of a registered schema. Names become upper case, unless the statement asks for one schema by its id.
 * A schema that is no record gives one column, ROWKEY or ROWVAL.
 */
export function inferColumns(inference: Inference, schemas: SchemaLookup): Column[] {
  const registered = findSchema(inference, schemas);
  const type = typeOfSchema(registered, inference);
  const named = inference.schemaId === null ? upperCased(type) : type;
  const whole = inference.side === 'key' || inference.unwrapped;
  if (named.kind === 'STRUCT' && !whole) return [...named.fields];
  return [{ name: inference.side === 'key' ? 'ROWKEY' : 'ROWVAL', type: named }];
}

function findSchema({ side, topic, schemaId }: Inference, schemas: SchemaLookup): RegisteredSchema {
  const subject = `${topic}-${side}`;
  const id = schemaId ?? schemas.idOf(subject);
  const found = id === undefined ? undefined : schemas.byId(id);
  if (found !== undefined) return found;
  const what = schemaId === null ? '' : ` with schema id ${schemaId}`;
  throw sqlError(
    'plan',
    `Schema for message ${side}s on topic '${topic}'${what} does not exist in the Schema Registry.\nSubject: ${subject}\nPossible causes include:\n- The topic itself does not exist\n- Messages on the topic are not serialized using a format Schema Registry supports\n- The schema is registered under another subject`,
  );
}

const SCHEMA_TYPES: Readonly<Partial<Record<Format, RegisteredSchema['schemaType']>>> = {
  AVRO: 'AVRO',
  JSON_SR: 'JSON',
};

function typeOfSchema(registered: RegisteredSchema, { format, topic, side }: Inference): SqlType {
  if (registered.schemaType !== SCHEMA_TYPES[format]) {
    throw sqlError(
      'plan',
      `Unable to infer columns of topic '${topic}': the schema of its ${side}s is ${registered.schemaType}, the format ${format}. Columns can be inferred for AVRO and JSON_SR; list them otherwise.`,
    );
  }
  try {
    const { schema } = registered;
    const type = format === 'AVRO' ? sqlTypeOfAvro(parseAvro(schema)) : sqlTypeOfJsonSchema(schema);
    if (type !== undefined) return type;
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    throw sqlError(
      'plan',
      `Unable to verify if the schema for topic ${topic} is compatible with ksqlDB.\nReason: ${error.message}`,
    );
  }
  throw sqlError('plan', `Unable to infer columns of topic '${topic}': no part of its schema has an SQL type.`);
}

/** Fields of structs too. */
function upperCased(type: SqlType): SqlType {
  if (type.kind === 'STRUCT') {
    const fields = type.fields.map((field) => ({ name: field.name.toUpperCase(), type: upperCased(field.type) }));
    return { kind: 'STRUCT', fields };
  }
  if (type.kind === 'ARRAY') return { kind: 'ARRAY', element: upperCased(type.element) };
  return type.kind === 'MAP' ? { kind: 'MAP', key: upperCased(type.key), value: upperCased(type.value) } : type;
}
