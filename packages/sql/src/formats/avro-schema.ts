import type { AvroSchema, LogicalType } from '@millrace/schema';
import type { SqlType, StructField } from '../types/sql-type.ts';

/** Namespace and name of the records that ksqlDB writes where a statement names none. */
export const AVRO_NAMESPACE = 'io.confluent.ksql.avro_schemas';
export const AVRO_NAME = 'KsqlDataSourceSchema';

/** Where both are there, a nullable type is its other branch. */
function branchOf(schema: AvroSchema): AvroSchema {
  if (schema.kind !== 'union') return schema;
  const branches = schema.branches.filter((branch) => branch.kind !== 'null');
  const [only] = branches;
  return branches.length === 1 && only !== undefined ? only : schema;
}

/** Whether items of an array are the entries by which Kafka Connect writes a map whose keys may be null. */
export function isMapEntry(items: AvroSchema): items is Extract<AvroSchema, { kind: 'record' }> {
  return (
    items.kind === 'record' &&
    items.fields.length === 2 &&
    items.fields[0]?.name === 'key' &&
    items.fields[1]?.name === 'value'
  );
}

function logicalType(schema: { readonly logical?: LogicalType }): SqlType | undefined {
  switch (schema.logical?.kind) {
    case 'decimal':
      return { kind: 'DECIMAL', precision: schema.logical.precision, scale: schema.logical.scale };
    case 'date':
      return { kind: 'DATE' };
    case 'moment':
      if (schema.logical.unit !== 'millis') return undefined;
      if (schema.logical.of === 'time') return { kind: 'TIME' };
      return schema.logical.of === 'timestamp' ? { kind: 'TIMESTAMP' } : undefined;
    default:
      return undefined;
  }
}

/** The SQL type of an Avro type as ksqlDB infers it; undefined for a type that it leaves out, such as a union of several. */
export function sqlTypeOfAvro(schema: AvroSchema, seen: ReadonlySet<AvroSchema> = new Set()): SqlType | undefined {
  const type = branchOf(schema);
  if (seen.has(type)) return undefined;
  const within = new Set([...seen, type]);
  switch (type.kind) {
    case 'null':
    case 'union':
      return undefined;
    case 'boolean':
      return { kind: 'BOOLEAN' };
    case 'int':
      return logicalType(type) ?? { kind: 'INTEGER' };
    case 'long':
      return logicalType(type) ?? { kind: 'BIGINT' };
    case 'float':
    case 'double':
      return { kind: 'DOUBLE' };
    case 'bytes':
    case 'fixed':
      return logicalType(type) ?? { kind: 'BYTES' };
    case 'string':
    case 'enum':
      return { kind: 'STRING' };
    case 'array': {
      if (isMapEntry(type.items) && isConnectMap(type.items)) return entriesType(type.items, within);
      const element = sqlTypeOfAvro(type.items, within);
      return element && { kind: 'ARRAY', element };
    }
    case 'map': {
      const value = sqlTypeOfAvro(type.values, within);
      return value && { kind: 'MAP', key: { kind: 'STRING' }, value };
    }
    case 'record':
      return { kind: 'STRUCT', fields: fieldsOf(type, within) };
  }
}

function isConnectMap(items: Extract<AvroSchema, { kind: 'record' }>): boolean {
  return items.name.endsWith('MapEntry') || items.attributes['connect.internal.type'] === 'MapEntry';
}

function entriesType(
  items: Extract<AvroSchema, { kind: 'record' }>,
  seen: ReadonlySet<AvroSchema>,
): SqlType | undefined {
  const [key, value] = items.fields.map((field) => sqlTypeOfAvro(field.type, seen));
  return key && value && { kind: 'MAP', key, value };
}

function fieldsOf(record: Extract<AvroSchema, { kind: 'record' }>, seen: ReadonlySet<AvroSchema>): StructField[] {
  const fields: StructField[] = [];
  for (const field of record.fields) {
    const type = sqlTypeOfAvro(field.type, seen);
    if (type !== undefined) fields.push({ name: field.name, type });
  }
  return fields;
}

type AvroJson = string | readonly unknown[] | { readonly [name: string]: unknown };

const CONNECT = 'org.apache.kafka.connect.data';

function connectType(type: string, name: string, logicalType: string): AvroJson {
  return { type, 'connect.version': 1, 'connect.name': `${CONNECT}.${name}`, logicalType };
}

function decimalType(precision: number, scale: number): AvroJson {
  return {
    type: 'bytes',
    scale,
    precision,
    'connect.version': 1,
    'connect.parameters': { scale: String(scale), 'connect.decimal.precision': String(precision) },
    'connect.name': `${CONNECT}.Decimal`,
    logicalType: 'decimal',
  };
}

interface Naming {
  readonly name: string;
  readonly namespace: string | null;
  /** Of the record around: what is the same need not be said again. */
  readonly enclosing: string | null;
}

function recordJson(naming: Naming, fields: readonly StructField[], attributes: object = {}): AvroJson {
  return {
    type: 'record',
    name: naming.name,
    ...(naming.namespace === naming.enclosing ? {} : { namespace: naming.namespace }),
    fields: fields.map((field) => ({
      name: field.name,
      type: [
        'null',
        avroTypeJson(field.type, {
          name: `${naming.name}_${field.name}`,
          namespace: naming.namespace,
          enclosing: naming.namespace,
        }),
      ],
      default: null,
    })),
    ...attributes,
  };
}

function avroTypeJson(type: SqlType, naming: Naming): AvroJson {
  switch (type.kind) {
    case 'BOOLEAN':
      return 'boolean';
    case 'INTEGER':
      return 'int';
    case 'BIGINT':
      return 'long';
    case 'DOUBLE':
      return 'double';
    case 'STRING':
      return 'string';
    case 'BYTES':
      return 'bytes';
    case 'DECIMAL':
      return decimalType(type.precision, type.scale);
    case 'DATE':
      return connectType('int', 'Date', 'date');
    case 'TIME':
      return connectType('int', 'Time', 'time-millis');
    case 'TIMESTAMP':
      return connectType('long', 'Timestamp', 'timestamp-millis');
    case 'ARRAY':
      return { type: 'array', items: ['null', avroTypeJson(type.element, naming)] };
    case 'MAP': {
      const fields = [
        { name: 'key', type: type.key },
        { name: 'value', type: type.value },
      ];
      return {
        type: 'array',
        items: recordJson(naming, fields, { 'connect.internal.type': 'MapEntry' }),
        'connect.internal.type': 'MapEntry',
      };
    }
    case 'STRUCT':
      return recordJson(naming, type.fields, {
        'connect.name': naming.namespace === null ? naming.name : `${naming.namespace}.${naming.name}`,
      });
  }
}

/**
 * The Avro schema, as JSON text, that ksqlDB registers for columns: a record of nullable fields, or the bare type of a single
 * unwrapped column. `fullName` is the statement's `…_SCHEMA_FULL_NAME`.
 */
export function avroOfSqlSchema(
  columns: readonly StructField[],
  options: { readonly unwrapped: boolean; readonly fullName?: string | undefined },
): string {
  const naming = namingOf(options.fullName);
  const [only] = columns;
  if (options.unwrapped && only !== undefined) return JSON.stringify(avroTypeJson(only.type, naming));
  const name = naming.namespace === null ? naming.name : `${naming.namespace}.${naming.name}`;
  return JSON.stringify(recordJson(naming, columns, { 'connect.name': name }));
}

function namingOf(fullName: string | undefined): Naming {
  if (fullName === undefined) return { name: AVRO_NAME, namespace: AVRO_NAMESPACE, enclosing: null };
  const dot = fullName.lastIndexOf('.');
  return dot < 0
    ? { name: fullName, namespace: null, enclosing: null }
    : { name: fullName.slice(dot + 1), namespace: fullName.slice(0, dot), enclosing: null };
}
